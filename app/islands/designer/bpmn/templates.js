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
  button.addEventListener("click", () => put(modeler, make()));
  button.addEventListener("dragstart", (event) => {
    event.preventDefault();
    modeler.get("create").start(event, make());
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

// The first role of this procedure stands in for one that it does not know.
function fitted(modeler, shape) {
  const { roles = [] } = modeler.get("choices");
  const given = shape.businessObject.get("extensionElements")?.get("values").find((one) => one.$type === "zeebe:AssignmentDefinition");
  const role = given?.get("candidateGroups");
  if (role && !role.startsWith("=") && roles.length && !roles.some((one) => one.value === role)) {
    const office = role.split(":")[1];
    const near = roles.find((one) => one.value.endsWith(`:${office}`)) ?? roles[0];
    given.set("candidateGroups", near.value);
  }
  return shape;
}

function put(modeler, shape) {
  const [selected] = modeler.get("selection").get();
  if (selected && isAny(selected, ["bpmn:FlowNode"]) && !isAny(selected, ["bpmn:EndEvent"])) {
    modeler.get("autoPlace").append(selected, shape);
  } else {
    const { x, y, width, height } = modeler.get("canvas").viewbox();
    const at = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    modeler.get("modeling").createShape(shape, at, under(modeler, at));
  }
  modeler.get("selection").select(shape);
}

function under(modeler, at) {
  const holds = (one) => isAny(one, ["bpmn:Participant"]) && at.x >= one.x && at.x <= one.x + one.width && at.y >= one.y && at.y <= one.y + one.height;
  const pools = modeler.get("elementRegistry").filter((one) => isAny(one, ["bpmn:Participant"]));
  return pools.find(holds) ?? pools[0] ?? modeler.get("canvas").getRootElement();
}
