// A due moment in words: so many working days, or the end of a stage; whatever else stands as an expression below.
import { h } from "@bpmn-io/properties-panel/preact";
import { useState } from "@bpmn-io/properties-panel/preact/hooks";
import { useServices } from "./entries.js";

const DAYS = /^=\s*add working days\(\s*now\(\)\s*,\s*(\d+)\s*\)$/;
const WINDOW = /^=\s*campaign\.windows\.([A-Za-z_]\w*)\.(start|end)$/;
const EDGES = { start: "开始", end: "结束" };

export function readDue(expression) {
  const days = DAYS.exec(expression ?? "");
  if (days) return { kind: "days", days: days[1] };
  const window = WINDOW.exec(expression ?? "");
  if (window) return { kind: "window", window: `${window[1]}.${window[2]}` };
  return { kind: expression ? "other" : "none" };
}

export function dueWords(expression, windows = []) {
  const due = readDue(expression);
  if (due.kind === "days") return `从接到时起 ${due.days} 个工作日，到最后一日的 24 时`;
  if (due.kind === "window") {
    const [name, edge] = due.window.split(".");
    const title = windows.find((one) => one.value === name)?.label ?? name;
    return edge === "end" ? `到“${title}”结束那一日的 24 时` : `到“${title}”开始那一日`;
  }
  return due.kind === "none" ? "没有期限" : "按下面的表达式";
}

// read: element => expression; write: (services, element, expression)
export function due(id, label, read, write, { none = true } = {}) {
  return { id, component: (props) => h(Due, { ...props, label, read, write, none }), isEdited: () => false };
}

function Due({ element, id, label, read, write, none }) {
  const services = useServices();
  const expression = read(element);
  const now = readDue(expression);
  const [wish, setWish] = useState(null);
  const kind = wish?.element === element && wish.after === expression ? wish.kind : now.kind;
  const { windows = [] } = services.choices;
  const put = (text) => { setWish(null); write(services, element, text); };
  const choose = (chosen) => {
    if (chosen === "none") return put("");
    if (chosen === "days") return put("=add working days(now(), 5)");
    if (chosen === "window" && windows.length) return put(`=campaign.windows.${windows[0].value}.end`);
    setWish({ element, kind: chosen, after: expression });
  };
  const kinds = [none && ["none", "没有期限"], ["days", "几个工作日以内"], windows.length && ["window", "某个阶段"], ["other", "写表达式"]].filter(Boolean);
  const stages = windows.flatMap((one) => Object.entries(EDGES).map(([edge, word]) => [`${one.value}.${edge}`, `${one.label}${word}`]));
  return h("div", { class: "bio-properties-panel-entry panel-due", "data-entry-id": id },
    h("label", { class: "bio-properties-panel-label", for: `${id}-kind` }, label),
    h("div", { class: "panel-due-row" },
      h("select", { id: `${id}-kind`, class: "bio-properties-panel-input", value: kind, onChange: (e) => choose(e.target.value) },
        kinds.map(([value, words]) => h("option", { value }, words))),
      kind === "days" && h("input", { type: "number", min: 1, max: 999, class: "bio-properties-panel-input", "aria-label": "几个工作日", value: now.days ?? 5,
        onChange: (e) => Number(e.target.value) > 0 && put(`=add working days(now(), ${Math.round(Number(e.target.value))})`) }),
      kind === "window" && h("select", { class: "bio-properties-panel-input", "aria-label": "哪个阶段", value: now.window, onChange: (e) => put(`=campaign.windows.${e.target.value}`) },
        stages.map(([value, words]) => h("option", { value }, words)))),
    h("p", { class: "panel-hint" }, dueWords(expression, windows)));
}
