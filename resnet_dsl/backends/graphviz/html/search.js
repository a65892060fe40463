// The search: boxes that have all words of the query are marked, Enter goes to the next one.

const query = document.getElementById("query"), found = document.getElementById("found");
let hits = [], at = -1;

const simple = (text) => text.toLowerCase().replaceAll("×", "x");
// No number is found in a longer one: `3×3` is not in `3×32×32`.
const whole = (word) => new RegExp(`(?<!\\d(?=\\d))${word.replace(/\W/g, "\\$&")}(?!(?<=\\d)\\d)`);

function search() {
  const words = simple(query.value).split(/\s+/).filter(Boolean).map(whole);
  const fits = ([id]) => {
    const text = simple(data.parts[id].search ?? "");
    return words.length > 0 && words.every((word) => word.test(text));
  };
  hits = [...parts].filter(fits).filter(([, element]) => element.getClientRects().length > 0).map(([id]) => id);
  at = -1;
  mark();
}

function mark() {
  for (const [id, element] of parts) {
    element.classList.toggle("hit", hits.includes(id));
    element.classList.toggle("next", id === hits[at]);
  }
  canvas.classList.toggle("sought", hits.length > 0);
  found.textContent = !query.value.trim() ? "" : at < 0 ? `${hits.length} found` : `${at + 1} of ${hits.length}`;
}

function go(step) {
  if (hits.length === 0) return;
  at = at < 0 && step < 0 ? hits.length - 1 : (at + step + hits.length) % hits.length;
  mark();
  pin(hits[at]);
  point(hits[at]);
  reveal(rectangleOf(hits[at]));
  say(`${at + 1} of ${hits.length}: ${parts.get(hits[at]).getAttribute("aria-label")}`);
}

query.addEventListener("input", search);
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  } else if (event.key === "Escape") {
    query.value = "";
    search();
    query.blur();
  }
  event.stopPropagation();
});
