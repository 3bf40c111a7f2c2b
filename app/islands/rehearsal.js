// A rehearsal: while it runs the page looks again; a story that is over is played on the diagram, moment by moment.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./diagram/diagram.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { build } from "./diagram/frame.js";
import { addTools } from "./diagram/tools.js";
import { said } from "./words.js";
import { play } from "./rehearsal/player.js";

const LOOK_AGAIN = 1500;

async function lookAgain(standing) {
  if (standing?.dataset.rehearsalStanding !== "running") return;
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("standing");
    if (answer.ok && fresh) standing.replaceWith(document.adoptNode(fresh));
  } catch {
    // The network may come back; the page looks again.
  }
  lookAgain(document.getElementById("standing"));
}

async function show(place) {
  const lines = [...document.querySelectorAll("[data-rehearsal-timeline] > li")];
  const { canvas, say } = build(place);
  const viewer = new NavigatedViewer({ container: canvas });
  try {
    const answer = await fetch(place.dataset.rehearsalDiagram, { headers: { Accept: "application/xml" } });
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    say(said`流程图未能显示，请看下面的文字。`);
    return;
  }
  viewer.get("canvas").zoom("fit-viewport", "auto");
  addTools(viewer, place, canvas);
  if (lines.length) play(viewer, place, lines, say);
}

lookAgain(document.getElementById("standing"));
for (const place of document.querySelectorAll("[data-rehearsal-diagram]")) show(place);
