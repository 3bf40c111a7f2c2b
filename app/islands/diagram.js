// The procedure as a picture: read only, what is done and what is under way marked by colour, shape and word.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./diagram/diagram.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { mark } from "./diagram/marks.js";
import { addTools } from "./diagram/tools.js";

async function show(place) {
  const canvas = place.querySelector("[data-diagram-canvas]");
  const status = place.querySelector("[data-diagram-status]");
  const viewer = new NavigatedViewer({ container: canvas });
  try {
    const answer = await fetch(place.dataset.xml, { headers: { Accept: "application/xml" } });
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    status.textContent = "流程图未能显示，请刷新页面；下方的环节列表内容相同。";
    return;
  }
  status.textContent = "";
  viewer.get("canvas").zoom("fit-viewport", "auto");
  mark(viewer, place, JSON.parse(place.dataset.state || "{}"));
  addTools(viewer, place, canvas);
  place.classList.add("is-ready");
}

for (const place of document.querySelectorAll("[data-diagram]")) show(place);
