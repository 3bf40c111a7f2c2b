import { listed } from "./marks.js";

// Buttons and keys for moving about; the wheel alone scrolls the page, with Ctrl it zooms.
const STEP = 1.25;
const NUDGE = 60;
const READABLE = 0.8;

export function addTools(viewer, place, frame) {
  const canvas = viewer.get("canvas");
  const zoom = (factor) => canvas.zoom(Math.min(4, Math.max(0.15, canvas.zoom() * factor)), "auto");
  const deeds = {
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    fit: () => canvas.zoom("fit-viewport", "auto"),
    current: () => centre(viewer, place, 1),
  };
  // A whole procedure is too small to read; so we begin where the work stands.
  if (canvas.zoom() < READABLE) centre(viewer, place, READABLE);
  for (const button of place.querySelectorAll("[data-diagram-tool]")) {
    button.disabled = false;
    button.addEventListener("click", () => deeds[button.dataset.diagramTool]());
  }
  const keys = {
    "+": deeds.in, "=": deeds.in, "-": deeds.out, "0": deeds.fit,
    ArrowLeft: () => canvas.scroll({ dx: NUDGE, dy: 0 }),
    ArrowRight: () => canvas.scroll({ dx: -NUDGE, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: NUDGE }),
    ArrowDown: () => canvas.scroll({ dx: 0, dy: -NUDGE }),
  };
  frame.addEventListener("keydown", (event) => {
    const deed = !event.ctrlKey && !event.metaKey && keys[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  // bpmn-js would take every turn of the wheel; a reader who scrolls past must get past.
  frame.addEventListener("wheel", (event) => !event.ctrlKey && event.stopImmediatePropagation(), { capture: true });
}

function centre(viewer, place, scale) {
  const [first] = [...listed(place.dataset, "late"), ...listed(place.dataset, "current")];
  const shape = first && viewer.get("elementRegistry").get(first);
  if (!shape) return;
  const canvas = viewer.get("canvas");
  const { outer } = canvas.viewbox();
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
}
