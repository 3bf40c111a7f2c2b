// State: {"current": [id], "passed": [id], "late": [id], "notes": {id: "words"}}.
const KINDS = [
  ["passed", "is-passed", "✓", "已办"],
  ["current", "is-current", "▶", "办理中"],
  ["late", "is-late", "!", "逾期"],
];

function badge(sign, word, count) {
  const mark = document.createElement("span");
  mark.className = "diagram-badge";
  mark.textContent = count > 1 ? `${sign} ${word} ${count}` : `${sign} ${word}`;
  return mark;
}

function tally(ids) {
  const counts = new Map();
  for (const id of ids ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

export function mark(viewer, place, state) {
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  const busy = new Set([...(state.current ?? []), ...(state.late ?? [])]);
  for (const [key, marker, sign, word] of KINDS) {
    for (const [id, count] of tally(state[key])) {
      const shape = registry.get(id);
      if (!shape || (key === "passed" && busy.has(id)) || (key === "current" && (state.late ?? []).includes(id))) continue;
      canvas.addMarker(id, marker);
      if (shape.waypoints) continue;
      const html = badge(sign, word, key === "passed" ? 1 : count);
      html.classList.add(marker);
      overlays.add(id, { position: { top: -14, left: 4 }, html });
    }
  }
  tellOnClick(viewer, place, state.notes ?? {});
}

function tellOnClick(viewer, place, notes) {
  const panel = place.querySelector("[data-diagram-note]");
  viewer.on("element.click", ({ element }) => {
    const name = element.businessObject?.name;
    panel.textContent = [name, notes[element.id]].filter(Boolean).join("：");
  });
}
