// A mark on every element that the check has something to say of: a sign, a colour, and the words.
const SIGNS = { error: ["✕", "错误"], warning: ["!", "提醒"] };

export class Markers {
  constructor(modeler) {
    this.modeler = modeler;
    this.marked = [];
  }

  show(problems) {
    const [canvas, overlays, registry] = ["canvas", "overlays", "elementRegistry"].map((name) => this.modeler.get(name));
    overlays.remove({ type: "problem" });
    for (const { id, kind } of this.marked) if (registry.get(id)) canvas.removeMarker(id, kind);
    this.marked = [];
    for (const [id, told] of grouped(problems)) {
      const element = this.element(id);
      if (!element) continue;
      const severity = told.some((one) => one.severity === "error") ? "error" : "warning";
      const kind = `has-${severity}`;
      canvas.addMarker(element.id, kind);
      this.marked.push({ id: element.id, kind });
      overlays.add(element.id, "problem", { position: { top: -12, right: 12 }, html: badge(severity, told) });
    }
  }

  // The check names a pool's process where the canvas shows the pool.
  element(id) {
    const registry = this.modeler.get("elementRegistry");
    return registry.get(id) ?? registry.find((one) => one.businessObject?.processRef?.id === id);
  }
}

function grouped(problems) {
  const found = new Map();
  for (const problem of problems) {
    if (problem.element) found.set(problem.element, [...(found.get(problem.element) ?? []), problem]);
  }
  return found;
}

function badge(severity, told) {
  const [sign, word] = SIGNS[severity];
  const mark = document.createElement("span");
  mark.className = `problem-mark is-${severity}`;
  mark.textContent = sign;
  mark.title = told.map((one) => one.message).join("\n");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", `${word}：${mark.title}`);
  return mark;
}
