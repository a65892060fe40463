// Blocks that are opened: a card of its own beside the box, at the nearest free place; which ones, the address tells.

const GAP = 26;
const cards = new Map();
const openers = [...parts.keys()].filter((id) => data.parts[id].opens);
for (const element of canvas.querySelectorAll("[data-card]")) {
  const id = element.dataset.card, [x, y, wide, high] = data.parts[id].at;
  const boxes = openers.filter((box) => data.parts[box].opens === id);
  cards.set(id, { id, element, x, y, wide, high, home: [x, y], at: data.shown.includes(id) ? [x, y] : null, boxes });
}
const leader = canvas.appendChild(document.createElementNS(canvas.namespaceURI, "path"));
leader.id = "leader";
// The cards that are open, the one that was opened last behind the others, and the box whose card is looked at.
let opened = [...data.shown];
let current = "";

const cardOf = (part) => parts.get(part)?.closest("[data-card]")?.dataset.card;
const extent = (card) => [...card.at, card.wide, card.high];
const everything = () => around([data.page, ...opened.map((id) => extent(cards.get(id)))]);

// Where a part lies: one on a card has moved with it.
function rectangleOf(id) {
  const [x, y, wide, high] = data.parts[id].at, card = cards.get(cardOf(id));
  return card?.at ? [x + card.at[0] - card.x, y + card.at[1] - card.y, wide, high] : [x, y, wide, high];
}

function overlap(a, b, gap = 0) {
  return a[0] < b[0] + b[2] + gap && b[0] < a[0] + a[2] + gap && a[1] < b[1] + b[3] + gap && b[1] < a[1] + a[3] + gap;
}

const taken = (card) => [...data.taken, ...opened.filter((id) => id !== card.id).map((id) => extent(cards.get(id)))];

// The free place for a card: its first one, where that is free, else one near its box, rather to the right of it or
// below than before it, that lets the whole grow little.
function nearest(card, box) {
  const others = taken(card), { wide, high } = card, [left, top, width, height] = box;
  if (data.shown.includes(card.id) && !others.some((one) => overlap([...card.home, wide, high], one))) return card.home;
  const whole = everything(), xs = [], ys = [top + height / 2 - high / 2, top];
  for (const [x, y, w, h] of others) {
    xs.push(x + w + GAP, x - wide - GAP);
    ys.push(y, y + h + GAP, y - high - GAP);
  }
  const cost = ([x, y]) => {
    const far = Math.hypot(Math.max(0, x - left - width, left - x - wide), Math.max(0, y - top - height, top - y - high));
    const [, , w, h] = around([whole, [x, y, wide, high]]);
    const against = (x + wide <= left ? 60 : 0) + (y + high <= top ? 120 : 0);
    return far + against + 1.5 * (w - whole[2] + h - whole[3]);
  };
  const free = xs.flatMap((x) => ys.map((y) => [x, y])).filter((at) => !others.some((one) => overlap([...at, wide, high], one, GAP - 1)));
  return free.reduce((best, at) => (cost(at) < cost(best) ? at : best));
}

function open(card, box) {
  if (!card.at) {
    card.at = nearest(card, rectangleOf(box));
    card.element.setAttribute("transform", `translate(${card.at[0] - card.x} ${card.at[1] - card.y})`);
    card.element.classList.remove("closed");
    card.element.classList.add("new");
    requestAnimationFrame(() => requestAnimationFrame(() => card.element.classList.remove("new")));
    opened.push(card.id);
  }
  current = box;
}

// Close a card, and with it those of boxes on it that no other box opens.
function close(card) {
  card.at = null;
  card.element.classList.add("closed");
  opened = opened.filter((id) => id !== card.id);
  if (data.parts[current]?.opens === card.id || cardOf(current) === card.id) current = "";
  for (const id of [...opened]) {
    const inner = cards.get(id);
    if (inner.boxes.every((box) => cardOf(box) === card.id)) close(inner);
  }
}

// A click opens a card and looks at it; on the one that is looked at it closes it.
function toggle(box) {
  const card = cards.get(data.parts[box].opens), name = data.parts[box].key;
  if (card.at && current === box) {
    shut(card, box);
  } else {
    open(card, box);
    reveal(around([rectangleOf(box), extent(card)]));
    say(`${name} is opened`);
    show();
    remember();
  }
}

// Close a card and say so; a focus that was on it goes to the box.
function shut(card, box = card.boxes[0]) {
  const inside = card.element.contains(document.activeElement);
  close(card);
  show();
  remember();
  if (inside) parts.get(box).focus();
  say(`${data.parts[box].key} is closed`);
}

function show() {
  for (const box of openers) {
    const card = cards.get(data.parts[box].opens);
    parts.get(box).setAttribute("aria-expanded", String(Boolean(card.at)));
    parts.get(box).classList.toggle("current", box === current);
  }
  for (const card of cards.values()) parts.get(card.id).classList.toggle("current", card.boxes.includes(current));
  drawLeader();
}

// A line from the box that is pointed at, or looked at, to its card.
function drawLeader() {
  const box = data.parts[pointed]?.opens ? pointed : current, card = cards.get(data.parts[box]?.opens);
  const visible = card?.at && parts.get(box).getClientRects().length > 0;
  leader.setAttribute("d", visible ? curve(rectangleOf(box), extent(card)) : "");
}

function curve(from, to) {
  const right = to[0] >= from[0] + from[2], left = to[0] + to[2] <= from[0];
  const middle = (one, other) => Math.min(one[1] + one[3] - 12, Math.max(one[1] + 12, other[1] + other[3] / 2));
  if (right || left) {
    const a = [right ? from[0] + from[2] : from[0], middle(from, to)], b = [right ? to[0] : to[0] + to[2], middle(to, from)];
    const bend = (b[0] - a[0]) / 2;
    return `M${a[0]},${a[1]}C${a[0] + bend},${a[1]} ${b[0] - bend},${b[1]} ${b[0]},${b[1]}`;
  }
  const down = to[1] > from[1];
  const a = [from[0] + from[2] / 2, down ? from[1] + from[3] : from[1]], b = [to[0] + to[2] / 2, down ? to[1] : to[1] + to[3]];
  const bend = (b[1] - a[1]) / 2;
  return `M${a[0]},${a[1]}C${a[0]},${a[1] + bend} ${b[0]},${b[1] - bend} ${b[0]},${b[1]}`;
}

function closeAll() {
  for (const id of [...opened]) if (cards.get(id).at) close(cards.get(id));
}

// Cards of boxes on cards come behind them: their boxes have no place before.
function openAll() {
  for (let before = -1; before < opened.length; ) {
    before = opened.length;
    for (const box of openers) {
      const home = cardOf(box), card = cards.get(data.parts[box].opens);
      if (!card.at && (!home || cards.get(home).at)) open(card, box);
    }
  }
  current = "";
}

// The address: `#open=layer1.0,layer2.0`, the last one looked at, or `#layer2.0` for one more than at first.
function remember() {
  const atFirst = opened.join() === data.shown.join() && !current;
  const boxes = opened.map((id) => cards.get(id).boxes[0]);
  if (current) boxes.splice(boxes.findIndex((box) => data.parts[box].opens === data.parts[current].opens), 1), boxes.push(current);
  const hash = `#open=${boxes.map((box) => encodeURIComponent(data.parts[box].key)).join()}`;
  try {
    history.replaceState(null, "", atFirst ? location.pathname + location.search : hash + (current ? "" : ","));
  } catch {
    // A frame whose text was handed to it has no address.
  }
}

function recall() {
  let text = location.hash.slice(1);
  try {
    text = text.split(",").map(decodeURIComponent);
  } catch {
    text = [""];
  }
  closeAll();
  if (!text[0].startsWith("open=")) for (const id of data.shown) open(cards.get(id), cards.get(id).boxes[0]);
  else text[0] = text[0].slice("open=".length);
  current = "";
  for (const key of text) {
    const box = openers.find((id) => data.parts[id].key === key);
    if (box) open(cards.get(data.parts[box].opens), box);
    else current = "";
  }
  show();
  look(...fitting(everything(), 2));
  if (current) pin(current);
}
