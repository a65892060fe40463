// What is told of the part that is pointed at or has the focus; else of the one last clicked, else of the network.

const panel = document.getElementById("facts"), copy = document.getElementById("copy");
const parts = new Map();
for (const element of canvas.querySelectorAll("[data-part]")) parts.set(element.dataset.part, element);
const edges = [...canvas.querySelectorAll(".edge")];
let pinned = "", pointed = "";

const partOf = (target) => target.closest?.(".part[tabindex]")?.dataset.part ?? "";

function tell() {
  const told = data.parts[pointed || pinned] ?? data.network;
  panel.querySelector("h2").textContent = told.name;
  panel.querySelector(".about").textContent = told.about ?? "";
  panel.querySelector("dl").replaceChildren(...told.rows.flatMap(row));
  panel.querySelector(".source").replaceChildren(...source(told));
  copy.hidden = !told.key || !navigator.clipboard;
  copy.textContent = "Copy key";
  copy.value = told.key ?? "";
}

function row([term, text]) {
  const said = document.createElement("dd");
  said.textContent = text;
  if (!term) {
    said.className = "wide";
    return [said];
  }
  const name = document.createElement("dt");
  name.textContent = term;
  return [name, said];
}

function source(told) {
  if (!told.link) return [told.source ?? ""];
  const link = document.createElement("a");
  Object.assign(link, { href: told.link, textContent: told.source, target: "_blank", rel: "noopener noreferrer" });
  return [link];
}

function point(id) {
  if (id === pointed) return;
  pointed = id;
  for (const [other, element] of parts) element.classList.toggle("pointed", other === id);
  for (const edge of edges) {
    edge.classList.toggle("near", Boolean(id) && (edge.dataset.tail === id || edge.dataset.head === id));
  }
  tell();
  drawLeader();
}

function pin(id) {
  pinned = id;
  tell();
}

canvas.addEventListener("pointerover", (event) => { if (pointers.size === 0) point(partOf(event.target)); });
canvas.addEventListener("pointerleave", () => point(""));
canvas.addEventListener("focusin", (event) => {
  const id = partOf(event.target);
  if (!id) return;
  pin(id);
  point(id);
  if (event.target.matches(":focus-visible")) reveal(rectangleOf(id));
});
canvas.addEventListener("focusout", () => point(""));

copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(copy.value);
    copy.textContent = "Copied";
    say(`copied ${copy.value}`);
  } catch {
    copy.textContent = copy.value;
  }
});
