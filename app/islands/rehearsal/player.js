// The player: one moment after the other, what is done green and ticked, what is under way blue with its moment.
import { said } from "../words.js";

const PACE = 900;
const READABLE = 0.7;

function button(words, deed) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words });
  made.addEventListener("click", deed);
  return made;
}

function badge(marker, words) {
  return Object.assign(document.createElement("span"), { className: `diagram-badge ${marker}`, textContent: words });
}

export function play(viewer, place, lines, say) {
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  const marked = new Set();
  let now = 0;
  let timer = 0;

  const bar = document.createElement("div");
  bar.className = "diagram-bar player-bar";
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 1, max: lines.length, value: 1 });
  slider.setAttribute("aria-label", said`走到第几步`);
  const start = button(said`播放`, () => (timer ? stop() : begin()));
  bar.append(button(said`上一步`, () => step(-1)), button(said`下一步`, () => step(1)), start, slider);
  place.querySelector(".diagram-bar").after(bar);

  // Where an element stands after the lines so far: under way, unless the newest line about it says it is done.
  function states() {
    const found = new Map();
    lines.slice(0, now + 1).forEach((line) => {
      const id = line.dataset.element;
      if (id) found.set(id, { done: "done" in line.dataset, at: line.dataset.at });
    });
    return found;
  }

  function draw() {
    for (const id of marked) {
      for (const marker of ["is-passed", "is-current"]) canvas.removeMarker(id, marker);
    }
    marked.clear();
    overlays.clear();
    for (const [id, { done, at }] of states()) {
      if (!registry.get(id)) continue;
      const marker = done ? "is-passed" : "is-current";
      canvas.addMarker(id, marker);
      marked.add(id);
      const words = `${done ? "✓" : "▶"} ${at.slice(5, 10)} ${at.slice(11, 16)}`;
      overlays.add(id, { position: { top: -14, left: 4 }, scale: { min: 0.75, max: 1.25 }, html: badge(marker, words) });
    }
    lines.forEach((line, number) => line.toggleAttribute("data-now", number === now));
    const [line, id] = [lines[now], lines[now].dataset.element];
    slider.value = now + 1;
    say(said`第 ${now + 1} 步，共 ${lines.length} 步：${line.textContent.replace(/\s+/g, " ").trim()}`);
    if (id && registry.get(id)) reveal(registry.get(id));
  }

  // A whole procedure is too small to read: the first moment is shown large, the view follows what happens.
  function reveal(shape) {
    const box = canvas.viewbox();
    const inside = shape.x >= box.x && shape.x + shape.width <= box.x + box.width && shape.y >= box.y && shape.y + shape.height <= box.y + box.height;
    if (inside && box.scale >= READABLE) return;
    const scale = Math.max(box.scale, READABLE);
    const [width, height] = [box.outer.width / scale, box.outer.height / scale];
    canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
  }

  function step(by) {
    now = Math.min(lines.length - 1, Math.max(0, now + by));
    draw();
    if (now === lines.length - 1) stop();
  }

  function begin() {
    if (now === lines.length - 1) now = 0;
    start.textContent = said`暂停`;
    timer = setInterval(() => step(1), PACE);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    start.textContent = said`播放`;
  }

  slider.addEventListener("input", () => step(Number(slider.value) - 1 - now));
  const first = lines.findIndex((line) => line.dataset.element);
  now = Math.max(0, first);
  draw();
}
