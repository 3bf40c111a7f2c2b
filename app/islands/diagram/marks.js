// What is done, under way and late: by colour, by the badge's shape and by its word.
import { said } from "../words.js";

const KINDS = [
  ["passed", "is-passed", "✓", said`已办`],
  ["current", "is-current", "▶", said`办理中`],
  ["late", "is-late", "!", said`逾期`],
];

function badge(sign, word, count) {
  const mark = document.createElement("span");
  mark.className = "diagram-badge";
  mark.textContent = [sign, word, count > 1 ? count : ""].filter(Boolean).join(" ");
  return mark;
}

// Only people's steps are done or under way; a moment or a message is waited for, and a gateway is just passed.
function wordFor(shape, { marker, word }) {
  if (/Task$|CallActivity|SubProcess/.test(shape.type)) return word;
  return { "is-passed": "", "is-current": said`等待中` }[marker] ?? word;
}

function tally(ids) {
  const counts = new Map();
  for (const id of ids ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

export function listed(data, key) {
  return (data[key] ?? "").split(/\s+/).filter(Boolean);
}

export function mark(viewer, data, say) {
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  const states = new Map();
  for (const [key, marker, sign, word] of KINDS) {
    for (const [id, count] of tally(listed(data, key))) states.set(id, { marker, sign, word, count: key === "passed" ? 1 : count });
  }
  for (const [id, state] of states) {
    const shape = registry.get(id);
    if (!shape) continue;
    canvas.addMarker(id, state.marker);
    if (shape.waypoints) continue;
    const html = badge(state.sign, wordFor(shape, state), state.count);
    html.classList.add(state.marker);
    overlays.add(id, { position: { top: -14, left: 4 }, scale: { min: 0.75, max: 1.25 }, html });
  }
  const notes = JSON.parse(data.notes || "{}");
  viewer.on("element.click", ({ element }) => {
    const state = states.get(element.id);
    const words = [element.businessObject?.name, state && (wordFor(element, state) || said`已过`), notes[element.id]].filter(Boolean);
    if (words.length) say(words.join(" · "));
  });
}
