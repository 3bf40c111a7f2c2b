// The diagram as a list: what people do and what is called, by pool and from left to right.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { dueWords } from "./panel/due.js";
import { extension } from "./panel/reading.js";

const LISTED = ["bpmn:UserTask", "bpmn:CallActivity", "bpmn:ServiceTask"];

function poolOf(element) {
  for (let one = element; one; one = one.parent) if (is(one, "bpmn:Participant")) return one;
  return null;
}

function words(element, choices) {
  const groups = extension(element, "zeebe:AssignmentDefinition")?.get("candidateGroups");
  const title = (groups ?? "").split(",").map((one) => choices.roles?.find((role) => role.value === one.trim())?.label).filter(Boolean).join("、");
  const due = extension(element, "zeebe:TaskSchedule")?.get("dueDate");
  return [title, due && dueWords(due, choices.windows)].filter(Boolean).join("；");
}

export function listSteps(modeler, place, go) {
  const list = place.querySelector("[data-steps-of-diagram]");
  const choices = modeler.get("choices");
  const found = modeler.get("elementRegistry").filter((one) => isAny(one, LISTED) && !one.labelTarget && one.width);
  const pools = new Map();
  for (const one of found) pools.set(poolOf(one), [...(pools.get(poolOf(one)) ?? []), one]);
  const rows = [];
  for (const [pool, members] of [...pools].sort(([a], [b]) => (a?.y ?? 0) - (b?.y ?? 0))) {
    if (pool) rows.push(Object.assign(document.createElement("li"), { className: "steps-pool", textContent: pool.businessObject.name || pool.id }));
    for (const one of members.sort((a, b) => a.x - b.x || a.y - b.y)) rows.push(row(one, choices, go));
  }
  list.replaceChildren(...rows);
}

function row(element, choices, go) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const name = Object.assign(document.createElement("span"), { textContent: element.businessObject.name || element.id });
  const more = Object.assign(document.createElement("small"), { textContent: words(element, choices) });
  button.append(name, more);
  button.addEventListener("click", () => go(element));
  const item = document.createElement("li");
  item.append(button);
  return item;
}
