// Ready-made elements: element templates of ours, to be clicked or dragged into the diagram.
import { CloudElementTemplatesCoreModule } from "bpmn-js-element-templates/core";
import { CreateAppendAnythingModule, CreateAppendElementTemplatesModule } from "bpmn-js-create-append-anything";
import { isAny } from "bpmn-js/lib/util/ModelUtil";

const files = import.meta.glob("../templates/*.json", { eager: true, import: "default" });
export const TEMPLATES = Object.keys(files).sort().map((name) => files[name]);
export const MODULES = [CloudElementTemplatesCoreModule, CreateAppendAnythingModule, CreateAppendElementTemplatesModule];
const TRACES = ["modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"];

// A template only gives what to begin with. A link left behind would make the desktop modeler hide everything it cannot
// find the template for, and would close the panel's groups to the designer.
function free(element) {
  for (const trace of TRACES) element.businessObject.set(`zeebe:${trace}`, undefined);
  return element;
}

export function offer(modeler, place, file) {
  const templates = modeler.get("elementTemplates");
  modeler.get("elementTemplatesLoader").setTemplates(TEMPLATES);
  const create = templates.createElement.bind(templates);
  const apply = templates.applyTemplate.bind(templates);
  templates.createElement = (...asked) => free(create(...asked));
  templates.applyTemplate = (...asked) => free(apply(...asked));
  const list = place.querySelector("[data-ready-made]");
  if (file.readOnly) return list.closest("details").remove();
  for (const template of TEMPLATES) list.append(row(modeler, template));
}

function row(modeler, template) {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "ready-made-one", textContent: template.name, title: template.description, draggable: true,
  });
  const make = () => fitted(modeler, modeler.get("elementTemplates").createElement(template));
  button.addEventListener("click", () => put(modeler, template, make()));
  button.addEventListener("dragstart", (event) => {
    event.preventDefault();
    modeler.get("create").start(event, make());
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

// A role that this procedure does not know gives way to the nearest that it does.
function fitted(modeler, shape) {
  const { roles = [] } = modeler.get("choices");
  const known = (role) => roles.some((one) => one.value === role);
  const near = (role) => (roles.find((one) => one.value.endsWith(`:${role.split(":")[1]}`)) ?? roles[0]).value;
  const swap = (object, name, pattern) => {
    const found = pattern.exec(object.get(name) ?? "");
    if (found && roles.length && !known(found[1])) object.set(name, object.get(name).replace(found[1], near(found[1])));
  };
  for (const one of shape.businessObject.get("extensionElements")?.get("values") ?? []) {
    if (one.$type === "zeebe:AssignmentDefinition") swap(one, "candidateGroups", /^(\w+:\w+)$/);
    if (one.$type === "zeebe:IoMapping") for (const input of one.get("inputParameters") ?? []) swap(input, "source", /^="(\w+:\w+)"$/);
  }
  return shape;
}

// What a block ends with as an error wants an event that leads somewhere, or the check refuses the whole diagram.
const ERRORS = { "jiangxin.correction": "逾期未补正", "jiangxin.refusal": "维持不予推荐", "jiangxin.block_opinion": "维持不予推荐" };

function caught(modeler, template, shape) {
  const name = ERRORS[template.id];
  if (!name) return;
  const modeling = modeler.get("modeling");
  const at = { x: shape.x + shape.width - 20, y: shape.y + shape.height };
  const event = { type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:ErrorEventDefinition" };
  const made = modeling.createShape(event, at, shape, { attach: true });
  modeling.updateProperties(made, { name });
  modeler.get("autoPlace").append(made, modeler.get("elementFactory").createShape({ type: "bpmn:EndEvent" }));
}

function put(modeler, template, shape) {
  const [selected] = modeler.get("selection").get();
  if (selected && isAny(selected, ["bpmn:FlowNode"]) && !isAny(selected, ["bpmn:EndEvent"])) {
    const [before, ...more] = selected.outgoing.filter((one) => one.type === "bpmn:SequenceFlow");
    modeler.get("autoPlace").append(selected, shape);
    // A step has one way out: what followed it follows the new one now. A gateway gets one branch more.
    if (before && !more.length && !isAny(selected, ["bpmn:Gateway"])) {
      modeler.get("modeling").reconnectStart(before, shape, { x: shape.x + shape.width, y: shape.y + shape.height / 2 });
    }
  } else {
    const { x, y, width, height } = modeler.get("canvas").viewbox();
    const at = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    modeler.get("modeling").createShape(shape, at, under(modeler, at));
  }
  caught(modeler, template, shape);
  modeler.get("selection").select(shape);
}

function under(modeler, at) {
  const holds = (one) => isAny(one, ["bpmn:Participant"]) && at.x >= one.x && at.x <= one.x + one.width && at.y >= one.y && at.y <= one.y + one.height;
  const pools = modeler.get("elementRegistry").filter((one) => isAny(one, ["bpmn:Participant"]));
  return pools.find(holds) ?? pools[0] ?? modeler.get("canvas").getRootElement();
}
