// Buttons above the canvas, and going to an element.
const STEP = 1.25;
const READABLE = 0.8;

export function addTools(modeler, place, frame) {
  const canvas = modeler.get("canvas");
  const stack = modeler.get("commandStack");
  const zoom = (factor) => canvas.zoom(Math.min(4, Math.max(0.15, canvas.zoom() * factor)), "auto");
  const deeds = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    fit: () => canvas.zoom("fit-viewport", "auto"),
  };
  for (const [name, deed] of Object.entries(deeds)) {
    place.querySelector(`[data-deed=${name}]`)?.addEventListener("click", deed);
  }
  begin(canvas);
  const refresh = () => {
    place.querySelector("[data-deed=undo]").disabled = !stack.canUndo();
    place.querySelector("[data-deed=redo]").disabled = !stack.canRedo();
  };
  const go = (element) => {
    // What lies inside a closed sub-process is drawn on a sheet of its own.
    const root = canvas.findRoot(element);
    if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
    modeler.get("selection").select(element);
    centre(canvas, element);
    frame.scrollIntoView({ block: "nearest" });
  };
  return { refresh, go };
}

// A whole procedure is too small to read, so it begins at its upper left corner.
function begin(canvas) {
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() >= READABLE) return;
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - 20, y: inner.y - 20, width: outer.width / READABLE, height: outer.height / READABLE });
}

function centre(canvas, element) {
  const { outer } = canvas.viewbox();
  const scale = Math.max(canvas.zoom(), READABLE);
  const [width, height] = [outer.width / scale, outer.height / scale];
  const [first] = element.waypoints ?? [element];
  const x = first.x + (element.width ?? 0) / 2;
  const y = first.y + (element.height ?? 0) / 2;
  canvas.viewbox({ x: x - width / 2, y: y - height / 2, width, height });
}
