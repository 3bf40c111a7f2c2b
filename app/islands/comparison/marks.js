// Signs for what became of an element: + on the newer side, − on the older, ~ on both.
import { said } from "../words.js";

const KINDS = {
  added: ["is-added", "＋", said`新增`],
  removed: ["is-removed", "－", said`删去`],
  altered: ["is-altered", "～", said`改动`],
};

function badge(marker, words) {
  return Object.assign(document.createElement("span"), { className: `diagram-badge ${marker}`, textContent: words });
}

function legend(place) {
  const list = place.querySelector(".diagram-legend");
  const items = Object.values(KINDS).map(([marker, sign, word]) => {
    const item = document.createElement("li");
    item.append(badge(marker, `${sign} ${word}`));
    return item;
  });
  list.replaceChildren(...items);
}

function mark(viewer, side, marks, say) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const here = { added: side === "after" ? marks.added : [], removed: side === "before" ? marks.removed : [], altered: marks.altered };
  const first = [];
  for (const [kind, ids] of Object.entries(here)) {
    const [marker, sign, word] = KINDS[kind];
    for (const id of ids) {
      const shape = registry.get(id);
      if (!shape) continue;
      canvas.addMarker(id, marker);
      first.push(shape);
      if (shape.waypoints) continue;
      viewer.get("overlays").add(id, { position: { top: -14, left: 4 }, scale: { min: 0.75, max: 1.25 }, html: badge(marker, `${sign} ${word}`) });
    }
  }
  viewer.on("element.click", ({ element }) => {
    const words = [element.businessObject?.name, marks.notes[element.id]].filter(Boolean);
    if (words.length) say(words.join(" · "));
  });
  const shape = first.find((each) => !each.waypoints);
  say(first.length ? said`点选打了记号的环节，可看改了什么。` : said`这一边没有打记号的环节。`);
  if (!shape) return;
  const { outer } = canvas.viewbox();
  const scale = 0.8;
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: shape.x + shape.width / 2 - width / 2, y: shape.y + shape.height / 2 - height / 2, width, height });
}

export const shown = { legend, mark };
