// The frame around the picture: buttons above, the words for what was clicked below.
import { said } from "../words.js";

const TOOLS = [
  ["in", said`放大`],
  ["out", said`缩小`],
  ["fit", said`看全图`],
  ["current", said`到当前环节`],
];
const LEGEND = [
  ["is-passed", "✓", said`已办`],
  ["is-current", "▶", said`办理中`],
  ["is-late", "!", said`逾期`],
];

function make(tag, className, more = {}) {
  return Object.assign(document.createElement(tag), { className, ...more });
}

function legend(place) {
  const list = make("ul", "diagram-legend");
  for (const [marker, sign, word] of LEGEND) {
    if (marker === "is-late" && !place.dataset.late) continue;
    const item = make("li", "");
    item.append(make("span", `diagram-badge ${marker}`, { textContent: `${sign} ${word}` }));
    list.append(item);
  }
  return list;
}

export function build(place) {
  const words = place.getAttribute("aria-label") ?? said`流程图`;
  place.removeAttribute("role");
  const bar = make("div", "diagram-bar");
  for (const [tool, title] of TOOLS) {
    if (tool === "current" && !place.dataset.current && !place.dataset.late) continue;
    const button = make("button", "btn btn-sm", { type: "button", textContent: title, disabled: true });
    button.dataset.diagramTool = tool;
    bar.append(button);
  }
  bar.append(legend(place));
  const canvas = make("div", "diagram-canvas", { tabIndex: 0 });
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", said`${words}，方向键移动，加减键缩放`);
  const note = make("p", "diagram-note");
  note.setAttribute("role", "status");
  place.replaceChildren(bar, canvas, note);
  return { canvas, say: (text) => (note.textContent = text) };
}
