// What can be put right with one click. Each repair is one step that can be undone; none of them invents a rule.
import { property, setProperty } from "./panel/reading.js";

const without = (name) => (modeler, element) => setProperty(services(modeler), element, name, "");
const REPAIRS = [
  [/^没有默认流/, "设默认流", defaultFlow],
  [/没有设为可执行/, "设为可执行", executable],
  [/^(?:默认流不能带条件|唯一的出口不能带条件|只有排他网关和包容网关离开的连线可以带条件)/, "去掉条件", noCondition],
  [/^不允许“[^”]*”（属性 ([\w]+)）/, "删去这个属性", (modeler, element, [, name]) => without(name)(modeler, element)],
  [/^属性“(\w+)”没有意义/, "删去这个属性", (modeler, element, [, name]) => without(name)(modeler, element)],
  [/^属性 (reminders|document) 只/, "删去这个属性", (modeler, element, [, name]) => without(name)(modeler, element)],
  [/^属性 verbs 里没有“([^”]+)”/, "删去这个词", noVerb],
  [/是全角[^，]*，请改用半角“(.)”/, "改成半角", halfWidth],
];

function services(modeler) {
  return { commandStack: modeler.get("commandStack"), bpmnFactory: modeler.get("bpmnFactory") };
}

// Gives {label, deed} for a problem that can be put right here, else null.
export function repairOf(modeler, element, problem) {
  if (!element) return null;
  for (const [pattern, label, deed] of REPAIRS) {
    const found = pattern.exec(problem.message);
    if (found) return { label, deed: () => deed(modeler, element, found, problem) };
  }
  return null;
}

function defaultFlow(modeler, element) {
  const flows = element.outgoing.filter((one) => one.type === "bpmn:SequenceFlow");
  const plain = flows.find((one) => !one.businessObject.conditionExpression) ?? flows.at(-1);
  if (plain) modeler.get("modeling").updateProperties(element, { default: plain.businessObject });
}

function executable(modeler, element) {
  const process = element.businessObject.processRef ?? element.businessObject;
  modeler.get("modeling").updateModdleProperties(element, process, { isExecutable: true });
}

function noCondition(modeler, element) {
  const flows = element.type === "bpmn:SequenceFlow" ? [element] : element.outgoing.filter((one) => one.businessObject.conditionExpression);
  for (const flow of flows) modeler.get("modeling").updateProperties(flow, { conditionExpression: undefined });
}

function noVerb(modeler, element, [, word]) {
  const words = property(element, "verbs").split(/\s+/).filter((one) => one && one !== word);
  setProperty(services(modeler), element, "verbs", words.join(" "));
}

const HALVES = { "，": ",", "（": "(", "）": ")", "：": ":", "；": ";", "“": '"', "”": '"', "＝": "=", "＞": ">", "＜": "<", "＋": "+", "－": "-", "　": " " };
const half = (text) => text.replace(/[，（）：；“”＝＞＜＋－　]/g, (one) => HALVES[one]);

// Every expression of the element that the check quotes; words between straight quotation marks stay as they are.
function halfWidth(modeler, element, _, problem) {
  const steps = [];
  const visit = (object) => {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value === "string" && value.startsWith("=") && problem.message.includes(value.slice(1).trim().slice(0, 20))) {
        const mended = value.split(/("[^"]*")/).map((part, at) => (at % 2 ? part : half(part))).join("");
        if (mended !== value) steps.push({ cmd: "element.updateModdleProperties", context: { element, moddleElement: object, properties: { [name]: mended } } });
      } else if (Array.isArray(value)) value.forEach((one) => one?.$type && own(one) && visit(one));
      else if (value?.$type && own(value) && name !== "$parent") visit(value);
    }
  };
  const own = (one) => /^zeebe:|ExtensionElements$|Expression$|EventDefinition$|LoopCharacteristics$/.test(one.$type);
  visit(element.businessObject);
  if (steps.length) modeler.get("commandStack").execute("properties-panel.multi-command-executor", steps);
}
