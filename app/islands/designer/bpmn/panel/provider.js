// The panel in three groups, 谁办 · 何时 · 办什么, and the clause; what is left of the library's own stands under 其他.
import { Group } from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { isAny } from "bpmn-js/lib/util/ModelUtil";
import { founding, layoutOf } from "./kinds.js";

const LAST = 100;
const FOUNDED = ["bpmn:FlowNode", "bpmn:SequenceFlow"];
const WITHOUT = ["bpmn:TextAnnotation", "bpmn:Group", "bpmn:Association", "bpmn:MessageFlow", "bpmn:Lane", "bpmn:Collaboration"];
// What the dialect has no use for: the check refuses or ignores it, so it is not offered.
const NEVER = ["userTaskImplementation", "taskListeners", "executionListeners", "headers", "adHocSubProcessImplementation", "scriptImplementation", "businessRuleImplementation"];

// One component for all: a new one at each change would be built anew and lose the cursor.
function Nested({ inside, element }) {
  return h(inside.component, { ...inside, element });
}

class ThreeGroups {
  constructor(propertiesPanel, translate) {
    this.translate = translate;
    propertiesPanel.registerProvider(LAST, this);
  }

  getGroups(element) {
    return (groups) => this.arranged(element, groups.filter((group) => !NEVER.includes(group.id)));
  }

  arranged(element, groups) {
    const left = groups.map((group) => (group.entries ? { ...group, entries: [...group.entries] } : { ...group }));
    const general = this.taken(left, "general");
    const ours = isAny(element, WITHOUT) ? [] : this.ours(element, left);
    if (isAny(element, FOUNDED)) ours.push(this.group("founding", "依据", founding, true));
    const rest = left.filter((group) => group.items || group.entries?.length);
    const others = rest.length ? [this.group("others", "其他", rest.map((group) => this.nested(group)), false)] : [];
    const first = general ? [{ ...general, translate: this.translate, shouldOpen: true }] : [];
    return [...first, ...ours, ...others];
  }

  ours(element, left) {
    const { who, when, what } = layoutOf(element);
    return [["who", "谁办", who], ["when", "何时", when], ["what", "办什么", what]]
      .map(([id, label, wanted]) => this.group(id, label, wanted.flatMap((one) => this.entries(left, one)), true))
      .filter((group) => group.entries.length);
  }

  entries(left, wanted) {
    if (typeof wanted !== "string") return [wanted];
    if (wanted.startsWith("group:")) {
      const group = this.taken(left, wanted.slice(6));
      return group && (group.items || group.entries?.length) ? [this.nested(group)] : [];
    }
    for (const group of left) {
      const at = group.entries?.findIndex((entry) => entry.id === wanted) ?? -1;
      if (at >= 0) return group.entries.splice(at, 1);
    }
    return [];
  }

  taken(left, id) {
    const at = left.findIndex((group) => group.id === id);
    return at >= 0 ? left.splice(at, 1)[0] : null;
  }

  nested(group) {
    return { id: `nested-${group.id}`, component: Nested, inside: { ...group, translate: this.translate } };
  }

  group(id, label, entries, shouldOpen) {
    return { id: `jx-${id}`, label, component: Group, entries, shouldOpen, translate: this.translate };
  }
}
ThreeGroups.$inject = ["propertiesPanel", "translate"];

export default { __init__: ["threeGroups"], threeGroups: ["type", ThreeGroups] };
