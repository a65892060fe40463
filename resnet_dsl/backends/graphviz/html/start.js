// Buttons, keys, and the first look.

for (const card of cards.values()) card.element.append(closeButton(card));

function closeButton(card) {
  const part = (name, attributes) => {
    const element = document.createElementNS(canvas.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const button = part("g", { class: "close", role: "button", tabindex: "0", "aria-label": "Close this block" });
  button.setAttribute("transform", `translate(${card.x + card.wide - 14} ${card.y + 14})`);
  button.append(part("circle", { r: 8 }), part("path", { d: "M-3,-3L3,3M3,-3L-3,3" }));
  return button;
}

function activate(target) {
  const button = target.closest(".close"), part = partOf(target);
  if (button) return shut(cards.get(button.closest("[data-card]").dataset.card));
  pin(part);
  if (data.parts[part]?.opens) toggle(part);
}

// Close the card with the focus, else the one looked at.
function escape() {
  const inside = cards.get(document.activeElement.closest("[data-card]")?.dataset.card);
  const looked = cards.get(data.parts[current]?.opens);
  if (inside) shut(inside);
  else if (looked) shut(looked, current);
  else pin("");
}

const does = {
  closer: () => zoom(STEP),
  farther: () => zoom(1 / STEP),
  fit,
  "open-all": () => { openAll(); show(); remember(); fit(); say(`${opened.length} blocks are open`); },
  "close-all": () => { closeAll(); show(); remember(); fit(); say("all blocks are closed"); },
};
for (const [id, run] of Object.entries(does)) document.getElementById(id).addEventListener("click", run);

for (const id of ["open-all", "close-all"]) document.getElementById(id).disabled = cards.size === 0;

const keys = {
  ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60),
  "+": does.closer, "=": does.closer, "-": does.farther, 0: fit, Escape: escape,
  "/": () => query.focus(),
};

canvas.addEventListener("click", (event) => { if (!dragged) activate(event.target); });
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const activates = (event.key === "Enter" || event.key === " ") && canvas.contains(event.target);
  const run = activates ? () => activate(event.target) : keys[event.key];
  if (!run) return;
  event.preventDefault();
  run();
});

let width = 0;
new ResizeObserver(() => {
  if (width && !matchMedia("print").matches) look(view.x, view.y, view.scale);
  width = canvas.clientWidth;
}).observe(canvas);
addEventListener("hashchange", recall);
addEventListener("beforeprint", () => canvas.setAttribute("viewBox", everything().join(" ")));
addEventListener("afterprint", () => look(view.x, view.y, view.scale));
tell();
recall();
