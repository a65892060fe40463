// What part of the picture is seen: pan and zoom, by way of the viewBox.

const canvas = document.getElementById("canvas");
const data = JSON.parse(document.getElementById("data").textContent);
const status = document.getElementById("status");
const [NEAREST, FARTHEST, STEP, MARGIN] = [12, 0.02, 1.25, 16];

// The point of the picture in the top left corner, and the pixels a unit of it has.
const view = { x: 0, y: 0, scale: 1 };
let motion = 0;

const say = (text) => { status.textContent = text; };
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const size = () => [canvas.clientWidth || 1, canvas.clientHeight || 1];

function look(x, y, scale) {
  Object.assign(view, { x, y, scale });
  const [width, height] = size();
  canvas.setAttribute("viewBox", [x, y, width / scale, height / scale].map((number) => number.toFixed(3)).join(" "));
}

// Go there in a fifth of a second, or at once for who wants no motion.
function travel(x, y, scale) {
  cancelAnimationFrame(motion);
  if (calm()) return look(x, y, scale);
  const [from, began] = [{ ...view }, performance.now()];
  const step = (now) => {
    const part = Math.min(1, Math.max(0, now - began) / 200), eased = part * (2 - part);
    const between = (a, b) => a + (b - a) * eased;
    look(between(from.x, x), between(from.y, y), from.scale * (scale / from.scale) ** eased);
    if (part < 1) motion = requestAnimationFrame(step);
  };
  motion = requestAnimationFrame(step);
}

function around(rectangles) {
  const left = Math.min(...rectangles.map((one) => one[0])), top = Math.min(...rectangles.map((one) => one[1]));
  const right = Math.max(...rectangles.map((one) => one[0] + one[2]));
  return [left, top, right - left, Math.max(...rectangles.map((one) => one[1] + one[3])) - top];
}

// The view in which a rectangle is in the middle and as large as it can be, up to a scale.
function fitting([left, top, wide, high], most) {
  const [width, height] = size();
  const scale = Math.min(most, (width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high);
  return [left + wide / 2 - width / scale / 2, top + high / 2 - height / scale / 2, scale];
}

function fit() {
  travel(...fitting(everything(), 2));
  say("everything is shown");
}

// Bring a rectangle into view: not at all where it is, else by the least way.
function reveal([left, top, wide, high]) {
  const [width, height] = size().map((pixels) => pixels / view.scale), gap = MARGIN / view.scale;
  if (wide + 2 * gap > width || high + 2 * gap > height) return travel(...fitting([left, top, wide, high], view.scale));
  const x = Math.min(left - gap, Math.max(left + wide + gap - width, view.x));
  const y = Math.min(top - gap, Math.max(top + high + gap - height, view.y));
  if (x !== view.x || y !== view.y) travel(x, y, view.scale);
}

// Zoom, a point of the canvas in pixels staying where it is.
function zoom(factor, at = size().map((pixels) => pixels / 2)) {
  cancelAnimationFrame(motion);
  const scale = Math.min(NEAREST, Math.max(FARTHEST, view.scale * factor));
  const kept = [view.x + at[0] / view.scale, view.y + at[1] / view.scale];
  look(kept[0] - at[0] / scale, kept[1] - at[1] / scale, scale);
  say(`zoom ${Math.round(scale * 100)} %`);
}

function pan(right, down) {
  cancelAnimationFrame(motion);
  look(view.x + right / view.scale, view.y + down / view.scale, view.scale);
}

const place = (event) => {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};

// Fingers and the mouse: one pans, two pinch. What moved is no click.
const pointers = new Map();
let dragged = false;

canvas.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  if (pointers.size === 0) dragged = false;
  pointers.set(event.pointerId, { start: place(event), now: place(event) });
});

addEventListener("pointermove", (event) => {
  const pointer = pointers.get(event.pointerId);
  if (!pointer) return;
  const before = [...pointers.values()].map((one) => one.now);
  const [from, to] = [pointer.now, place(event)];
  if (!dragged && pointers.size === 1 && Math.hypot(to[0] - pointer.start[0], to[1] - pointer.start[1]) < 4) return;
  dragged = true;
  canvas.classList.add("moving");
  pointer.now = to;
  const after = [...pointers.values()].map((one) => one.now);
  if (after.length === 2) pinch(before, after);
  else pan(from[0] - to[0], from[1] - to[1]);
});

function pinch(before, after) {
  const middle = ([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], apart = ([a, b]) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const [from, to] = [middle(before), middle(after)];
  pan(from[0] - to[0], from[1] - to[1]);
  if (apart(before) > 0) zoom(apart(after) / apart(before), to);
}

for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, (event) => {
    pointers.delete(event.pointerId);
    if (pointers.size === 0) canvas.classList.remove("moving");
  });
}

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
  zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), place(event));
}, { passive: false });

canvas.addEventListener("dblclick", (event) => {
  if (!event.target.closest("[role=button]")) zoom(event.shiftKey ? 0.5 : 2, place(event));
});
