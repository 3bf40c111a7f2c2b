// The diagram of a draft on bpmn.io's modeler, with the zeebe dialect, a Chinese panel, and the check as one types.
import "./bpmn.css";
import Modeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from "bpmn-js-properties-panel";
import ZeebeBehaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import { DraftFile } from "../file.js";
import { Problems } from "../problems.js";
import { ask } from "../server.js";
import chinese from "./chinese.js";
import { showFounding } from "./founded.js";
import { Markers } from "./markers.js";
import threeGroups from "./panel/provider.js";
import { repairOf } from "./repairs.js";
import { listSteps } from "./steps.js";
import { MODULES, offer } from "./templates.js";
import { addTools } from "./tools.js";

const CHANGING = ["shape.move.start", "elements.move.start", "connectionSegment.move.start", "bendpoint.move.start", "resize.start", "connect.start", "create.start", "element.dblclick"];

// Whoever only looks may select and read everything, and moves nothing.
function lock(modeler, place) {
  place.classList.add("is-read-only");
  place.querySelector("[data-panel]").disabled = true;
  modeler.on(CHANGING, 5000, (event) => {
    event.stopPropagation();
    return false;
  });
}

const choicesOf = async (place) => (await ask(place.dataset.context)).json();

// A diagram that a program wrote has no places; the server finds some, and nothing is saved until somebody changes it.
async function drawn(place, xml) {
  if (/<(\w+:)?BPMNShape[\s>]/.test(xml)) return xml;
  const answer = await ask(place.dataset.layout, { method: "POST", body: xml, headers: { "Content-Type": "text/plain" } });
  return answer.text();
}

export async function edit(place) {
  const file = new DraftFile(place);
  const canvas = place.querySelector("[data-canvas]");
  const [choices, text] = await Promise.all([choicesOf(place), file.open(() => read())]);
  const modeler = new Modeler({
    container: canvas,
    additionalModules: [chinese, { choices: ["value", choices] }, BpmnPropertiesPanelModule, BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule, ZeebeBehaviors, ...MODULES, threeGroups],
    moddleExtensions: { zeebe },
    propertiesPanel: { parent: place.querySelector("[data-panel]"), feelPopupContainer: canvas },
  });
  const read = async () => (await modeler.saveXML({ format: true })).xml;
  const show = async (xml) => modeler.importXML(await drawn(place, xml));
  const { warnings } = await show(text);
  if (warnings.length) console.info(warnings);

  const markers = new Markers(modeler);
  const tools = addTools(modeler, place, canvas);
  const go = (id) => {
    const element = markers.element(id);
    if (element) tools.go(element);
    return Boolean(element);
  };
  const name = (id) => markers.element(id)?.businessObject.name ?? "";
  const problems = new Problems(place, {
    file,
    read,
    jump: ({ element }) => go(element),
    name,
    repair: (problem) => (file.readOnly ? null : repairOf(modeler, markers.element(problem.element), problem)),
    found: (found, told) => {
      markers.show(found);
      showFounding(place, told, { name, go, has: (id) => Boolean(markers.element(id)) });
    },
  });
  const list = () => listSteps(modeler, place, tools.go);
  offer(modeler, place, file);
  if (file.readOnly) lock(modeler, place);
  list();
  modeler.on("commandStack.changed", () => {
    tools.refresh();
    list();
    if (!modeler.get("commandStack").canUndo() && !modeler.get("commandStack").canRedo()) return;
    file.touch();
    problems.soon();
  });
  file.offerKept(async (left) => { await show(left); list(); problems.soon(); });
  problems.check();
  const follow = () => location.hash.length > 1 && go(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", follow);
  follow();
}
