// Entries of the panel that write one property of the dialect each.
import { SelectEntry, TextFieldEntry, CheckboxEntry } from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { useService } from "bpmn-js-properties-panel";
import { property, setProperty } from "./reading.js";

export function useServices() {
  return {
    commandStack: useService("commandStack"),
    bpmnFactory: useService("bpmnFactory"),
    debounce: useService("debounceInput"),
    choices: useService("choices"),
  };
}

const EDITED = { isEdited: (node) => Boolean(node && (node.type === "checkbox" ? node.checked : node.value)) };
const entry = (name, component) => ({ id: `jx-${name}`, component, ...EDITED });

export function text(name, label, description) {
  return entry(name, ({ element, id }) => {
    const services = useServices();
    return h(TextFieldEntry, {
      element, id, label, description, debounce: services.debounce,
      getValue: () => property(element, name),
      setValue: (value) => setProperty(services, element, name, value),
    });
  });
}

// options: choices => [{value, label}]. A value that stands there but is not offered (a FEEL expression) stays choosable.
export function select(name, label, options, description, read = property, write = setProperty) {
  return entry(name, ({ element, id }) => {
    const services = useServices();
    const value = read(element, name);
    const offered = [{ value: "", label: "（没有）" }, ...options(services.choices)];
    if (value && !offered.some((one) => one.value === value)) offered.push({ value, label: value });
    return h(SelectEntry, {
      element, id, label, description,
      getOptions: () => offered,
      getValue: () => value,
      setValue: (chosen) => write(services, element, name, chosen),
    });
  });
}

export function check(name, label, description) {
  return entry(name, ({ element, id }) => {
    const services = useServices();
    return h(CheckboxEntry, {
      element, id, label, description,
      getValue: () => property(element, name) === "true",
      setValue: (on) => setProperty(services, element, name, on ? "true" : ""),
    });
  });
}

// Several of a list, kept as one text. read/write let it stand somewhere else than in a property.
export function several(name, label, options, { separator = " ", hint = "", search = false, read = property, write = setProperty } = {}) {
  return entry(name, (props) => h(Several, { ...props, name, label, options, separator, hint, search, read, write }));
}

function Several({ element, id, name, label, options, separator, hint, search, read, write }) {
  const services = useServices();
  const value = read(element, name) ?? "";
  if (value.startsWith("=")) return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id }, h("p", { class: "panel-hint" }, `${label}：现在写成表达式，见下。`));
  const chosen = value.split(/[\s,]+/).filter(Boolean);
  const offered = options(services.choices);
  const unknown = chosen.filter((one) => !offered.some((o) => o.value === one)).map((one) => ({ value: one, label: `${one}（没有写明）` }));
  const rows = [...offered.filter((o) => chosen.includes(o.value)), ...unknown];
  const toggle = (one, on) => {
    const next = on ? [...chosen, one] : chosen.filter((c) => c !== one);
    write(services, element, name, next.join(separator));
  };
  const line = (one) => h(Choice, { key: one.value, id: `${id}-${one.value}`, one, on: chosen.includes(one.value), toggle });
  const rest = offered.filter((o) => !chosen.includes(o.value));
  const few = !search && offered.length <= 8;
  return h("fieldset", { class: "bio-properties-panel-entry panel-several", "data-entry-id": id },
    h("legend", { class: "bio-properties-panel-label" }, label),
    (few ? [...offered, ...unknown] : rows).map(line),
    !few && rest.length > 0 && h("details", { class: "panel-rest" },
      h("summary", {}, chosen.length ? "再选" : "选择"),
      search && h("input", { type: "search", class: "bio-properties-panel-input", placeholder: "按编号或文字找", "aria-label": `找${label}`, onInput: narrow }),
      h("div", { class: "panel-rest-list" }, rest.map(line))),
    !offered.length && !chosen.length && h("p", { class: "panel-hint" }, hint || "还没有可选的。"));
}

function Choice({ id, one, on, toggle }) {
  return h("label", { class: "panel-choice", for: id, "data-words": `${one.value} ${one.label} ${one.text ?? ""}` },
    h("input", { id, type: "checkbox", checked: on, onChange: (event) => toggle(one.value, event.target.checked) }),
    h("span", {}, one.label, one.text && h("small", {}, one.text)));
}

function narrow({ target }) {
  for (const row of target.parentElement.querySelectorAll("[data-words]")) row.hidden = !row.dataset.words.includes(target.value.trim());
}
