// Which entries each kind of element has in 谁办, 何时, 办什么 and the clause. Library entries are named by their ids.
import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { check, select, several, text } from "./entries.js";
import { due } from "./due.js";
import { extension, setExtension } from "./reading.js";

const VERBS = [["transfer", "转办"], ["delegate", "委派"], ["add_signer", "加签"], ["cc", "抄送"], ["take_back", "拿回"], ["batch", "批量办理"]]
  .map(([value, label]) => ({ value, label }));
const SUBJECTS = [["campaign", "批次"], ["case", "案卷"], ["studio", "工作室"], ["organisation", "单位"]].map(([value, label]) => ({ value, label }));
const roles = (choices) => choices.roles ?? [];
const decisions = (choices) => (choices.decisions ?? []).map(({ id, title }) => ({ value: id, label: title || id }));
const forms = (choices) => (choices.forms ?? []).map(({ id, title }) => ({ value: id, label: title ? `${title}（${id}）` : id }));
const clauses = (choices) => (choices.clauses ?? []).map(({ id, article, text }) => ({ value: id, label: article ? `${id}　${article}` : id, text }));
const defaults = (choices) => (choices.defaults ?? []).map(({ id, text }) => ({ value: id, label: id, text }));
const windows = (choices) => choices.windows ?? [];
const documents = (choices) => choices.documents ?? [];
const effects = (choices) => (choices.effects ?? []).map(({ value, label }) => ({ value, label: `${value}：${label.split(/[。；]/)[0].slice(0, 40)}` }));

const groups = {
  read: (element) => extension(element, "zeebe:AssignmentDefinition")?.get("candidateGroups"),
  write: (services, element, _, value) => setExtension(services, element, "zeebe:AssignmentDefinition", { candidateGroups: value || undefined }),
};
const schedule = [
  (element) => extension(element, "zeebe:TaskSchedule")?.get("dueDate"),
  (services, element, value) => setExtension(services, element, "zeebe:TaskSchedule", { dueDate: value || undefined }),
];
const formId = [
  (element) => extension(element, "zeebe:FormDefinition")?.get("formId") ?? "",
  (services, element, _, value) => setExtension(services, element, "zeebe:FormDefinition", { formId: value || undefined }),
];
const effect = [
  (element) => extension(element, "zeebe:TaskDefinition")?.get("type") ?? "",
  (services, element, _, value) => setExtension(services, element, "zeebe:TaskDefinition", { type: value || undefined }),
];

export function definition(element, type) {
  return (getBusinessObject(element).get("eventDefinitions") ?? []).find((one) => is(one, type));
}

const timer = [
  (element) => definition(element, "bpmn:TimerEventDefinition")?.get("timeDate")?.get("body"),
  (services, element, value) => {
    const event = definition(element, "bpmn:TimerEventDefinition");
    const timeDate = value ? services.bpmnFactory.create("bpmn:FormalExpression", { body: value }) : undefined;
    if (timeDate) timeDate.$parent = event;
    const properties = { timeDate, timeDuration: undefined, timeCycle: undefined };
    services.commandStack.execute("element.updateModdleProperties", { element, moddleElement: event, properties });
  },
];

const waitsForMessage = (element) => is(element, "bpmn:ReceiveTask") || (!isAny(element, ["bpmn:IntermediateThrowEvent", "bpmn:EndEvent"]) && definition(element, "bpmn:MessageEventDefinition"));
const sendsMessage = (element) => is(element, "bpmn:SendTask") || (isAny(element, ["bpmn:IntermediateThrowEvent", "bpmn:EndEvent"]) && definition(element, "bpmn:MessageEventDefinition"));

// Made once: an entry that were made anew at each change would lose the cursor while somebody types.
const clock = [due("jx-timer", "等到", ...timer, { none: false }), "group:timer", select("clock_of", "这是哪个阶段的钟", windows), check("statutory", "法定期限，谁也不能延长")];
const asked = [several("starters", "谁可以办这件事", roles, { hint: "不选的，等别处发来消息。" })];
const received = ["group:message", select("form", "要填的表单", forms), text("title", "按钮上的名称"), select("guard", "提交时核对", decisions), text("only_if", "什么时候才可以办（FEEL）")];
const sent = ["group:message", text("correlationKey", "发给哪一个（FEEL）")];
const service = [select("effect", "系统办什么", effects, undefined, ...effect)];
const RUN = ["group:calledElement", "group:calledDecision", "group:script", "group:error", "group:escalation", "group:inputs", "group:outputs"];

// Gives {who, when, what}: entries of ours, and as plain text the ids of library entries or groups.
export function layoutOf(element) {
  if (is(element, "bpmn:UserTask")) return userTask;
  if (isAny(element, ["bpmn:Participant", "bpmn:Process"])) return pool;
  if (is(element, "bpmn:SequenceFlow")) return { who: [], when: [], what: ["group:condition"] };
  const waits = waitsForMessage(element);
  return {
    who: [...(waits ? asked : []), "group:multiInstance"],
    when: definition(element, "bpmn:TimerEventDefinition") ? clock : [],
    what: [...(waits ? received : []), ...(sendsMessage(element) ? sent : []), ...(is(element, "bpmn:ServiceTask") ? service : []), ...RUN],
  };
}

const userTask = {
  who: [several("roles", "候选角色", roles, { separator: ", ", ...groups, hint: "先在 procedure.yaml 的 roles 里写明角色。" }), "assignmentDefinitionCandidateGroups", "assignmentDefinitionAssignee", text("quorum", "至少几人表态"), "group:multiInstance"],
  when: [due("jx-due", "办理期限", ...schedule), "taskScheduleDueDate", text("reminders", "提醒", "截止前后几个工作日，如 -5 -2 0 +1 superior（告诉上级）。不写就是这个例子。"),
    text("extendable", "可以延长几个工作日"), select("extended_by", "由谁批准延长", roles), check("statutory", "法定期限，谁也不能延长")],
  what: [select("formId", "表单", forms, undefined, ...formId), text("opinion_box", "意见落在哪个意见栏"), several("verbs", "除提交以外还可以", () => VERBS), select("guard", "提交时核对（决策）", decisions),
    select("precheck", "提交前预审（决策）", decisions), select("document", "办的是哪份文书", documents), text("title", "待办里的名称"), text("prefill", "打开时已填好的（FEEL）"), text("unlocked", "只开放哪些栏目（FEEL）"),
    text("blind", "盲评", "scores：全部交齐之前各看各的；names：始终不让申报方看到。"), text("objection", "办的是哪件异议（FEEL）"), "group:inputs", "group:outputs"],
};
const pool = {
  who: [select("subject", "这个泳池关于什么", () => SUBJECTS), several("starters", "谁可以启动", roles, { hint: "不选的，由消息启动。" })],
  when: [text("yearly", "每年自动启动", "月-日，如 01-01，或 plaque_day（挂牌满周年的次日）。"), select("review_of", "考核哪一年", () => [{ value: "last_year", label: "上一年" }, { value: "this_year", label: "本年" }]), several("windows", "用哪几个阶段", windows)],
  what: [text("only_if", "什么时候才可以启动（FEEL）"), text("cohort", "哪些工作室（FEEL）")],
};

export const founding = [several("clause", "依据的条款", clauses, { search: true, hint: "先在 procedure.yaml 的 clauses 里写下各条。" }), several("system_default", "办法没有规定、由系统补足的", defaults, { search: true })];
