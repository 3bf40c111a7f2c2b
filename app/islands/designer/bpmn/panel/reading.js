// Reading and writing what the dialect keeps in extension elements; each change is one step that can be undone.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

// A pool's properties stand on its process, which is what runs.
export function owner(element) {
  const object = getBusinessObject(element);
  return (is(element, "bpmn:Participant") && object.get("processRef")) || object;
}

export function extension(element, type) {
  const values = owner(element).get("extensionElements")?.get("values") ?? [];
  return values.find((value) => value.$type === type);
}

export function property(element, name) {
  const found = extension(element, "zeebe:Properties")?.get("properties") ?? [];
  return found.find((one) => one.get("name") === name)?.get("value") ?? "";
}

export class Writing {
  constructor(element, commandStack, bpmnFactory) {
    Object.assign(this, { element, commandStack, bpmnFactory, steps: [] });
  }

  change(moddleElement, properties) {
    const context = { element: this.element, moddleElement, properties };
    this.steps.push({ cmd: "element.updateModdleProperties", context });
  }

  make(type, attributes, parent) {
    const made = this.bpmnFactory.create(type, attributes);
    made.$parent = parent;
    return made;
  }

  // The extension of this type, made where there is none.
  ensure(type, attributes = {}) {
    const found = extension(this.element, type);
    if (found) return found;
    const object = owner(this.element);
    let around = object.get("extensionElements") ?? this.around;
    if (!around) {
      around = this.around = this.make("bpmn:ExtensionElements", { values: [] }, object);
      this.change(object, { extensionElements: around });
    }
    const made = this.make(type, attributes, around);
    this.change(around, { values: [...around.get("values"), made] });
    return made;
  }

  done() {
    this.commandStack.execute("properties-panel.multi-command-executor", this.steps);
  }
}

export function setExtension(services, element, type, attributes) {
  const writing = new Writing(element, services.commandStack, services.bpmnFactory);
  writing.change(writing.ensure(type), attributes);
  writing.done();
}

// An empty value takes the property away; the last one takes its box along.
export function setProperty(services, element, name, value) {
  const writing = new Writing(element, services.commandStack, services.bpmnFactory);
  const box = extension(element, "zeebe:Properties");
  const now = box?.get("properties") ?? [];
  const others = now.filter((one) => one.get("name") !== name);
  if (!value && others.length === now.length) return;
  if (!value && !others.length) {
    const around = owner(element).get("extensionElements");
    writing.change(around, { values: around.get("values").filter((one) => one !== box) });
    return writing.done();
  }
  const into = writing.ensure("zeebe:Properties", { properties: [] });
  const found = now.find((one) => one.get("name") === name);
  if (value && found) writing.change(found, { value });
  else writing.change(into, { properties: value ? [...others, writing.make("zeebe:Property", { name, value }, into)] : others });
  writing.done();
}
