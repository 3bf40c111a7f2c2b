// The procedure as a picture: read only, what is done and what is under way marked by colour, shape and word.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./diagram/diagram.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { mark } from "./diagram/marks.js";
import { build } from "./diagram/frame.js";
import { addTools } from "./diagram/tools.js";
import { said } from "./words.js";

// <div data-diagram="URL of the XML" data-current="id id" data-passed="id" data-late="id" data-notes='{"id": "words"}'>
async function show(place) {
  const { canvas, say } = build(place);
  const viewer = new NavigatedViewer({ container: canvas });
  say(said`流程图正在打开…`);
  try {
    const answer = await fetch(place.dataset.diagram, { headers: { Accept: "application/xml" } });
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    say(said`流程图未能显示，请刷新页面重试。`);
    return;
  }
  say(said`点选环节可看名称和状态；按住 Ctrl 滚动可缩放，方向键可移动。`);
  viewer.get("canvas").zoom("fit-viewport", "auto");
  mark(viewer, place.dataset, say);
  addTools(viewer, place, canvas);
}

for (const place of document.querySelectorAll("[data-diagram]")) show(place);
