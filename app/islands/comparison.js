// Two versions of a diagram beside each other: what is new, gone or altered, by colour, line and sign.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./diagram/diagram.css";
import "./comparison/comparison.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { build } from "./diagram/frame.js";
import { addTools } from "./diagram/tools.js";
import { said } from "./words.js";
import { shown } from "./comparison/marks.js";

async function show(place) {
  const marks = JSON.parse(place.dataset.marks);
  const { canvas, say } = build(place);
  shown.legend(place);
  const viewer = new NavigatedViewer({ container: canvas });
  try {
    const answer = await fetch(place.dataset.comparisonDiagram);
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    say(said`流程图未能显示，请看上面的文字。`);
    return null;
  }
  viewer.get("canvas").zoom("fit-viewport", "auto");
  addTools(viewer, place, canvas);
  shown.mark(viewer, place.dataset.side, marks, say);
  return viewer;
}

// What one of the two shows, the other shows too.
function together([one, other]) {
  if (!one || !other) return;
  let following = false;
  const follow = (from, to) => from.on("canvas.viewbox.changed", ({ viewbox }) => {
    if (following) return;
    following = true;
    const { x, y, width, height } = viewbox;
    to.get("canvas").viewbox({ x, y, width, height });
    following = false;
  });
  follow(one, other);
  follow(other, one);
}

for (const pair of document.querySelectorAll(".two-diagrams")) {
  Promise.all([...pair.querySelectorAll("[data-comparison-diagram]")].map(show)).then(together);
}
