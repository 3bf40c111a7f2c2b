// The decision tables of a draft on bpmn.io's dmn editor, one sheet per decision and one for how they depend.
import "./dmn.css";
import Modeler from "dmn-js/lib/Modeler";
import { DraftFile } from "../file.js";
import { Problems } from "../problems.js";
import { translate } from "./words.js";

const SHEETS = ["drd", "decisionTable", "literalExpression", "boxedExpression"];
const KINDS = { drd: "决策图", decisionTable: "判定表", literalExpression: "表达式", boxedExpression: "业务知识" };

export async function edit(place) {
  const file = new DraftFile(place);
  const chinese = { additionalModules: [{ translate: ["value", translate] }] };
  const modeler = new Modeler({ container: place.querySelector("[data-canvas]"), ...Object.fromEntries(SHEETS.map((sheet) => [sheet, chinese])) });
  const read = async () => (await modeler.saveXML({ format: true })).xml;
  const text = await file.open(read);
  const buttons = { undo: place.querySelector("[data-deed=undo]"), redo: place.querySelector("[data-deed=redo]") };
  const stack = () => modeler.getActiveViewer()?.get("commandStack", false);
  const problems = new Problems(place, { file, read, jump: ({ element }) => open(element) });
  const heard = new WeakSet();

  function open(id) {
    const view = modeler.getViews().find((one) => one.element.id === id);
    return view ? modeler.open(view) : null;
  }

  function refresh() {
    buttons.undo.disabled = !stack()?.canUndo();
    buttons.redo.disabled = !stack()?.canRedo();
  }

  function changed() {
    refresh();
    if (!stack()?.canUndo() && !stack()?.canRedo()) return;
    file.touch();
    problems.soon();
  }

  // Each sheet has an editor of its own, made when it is opened first.
  function listen() {
    const viewer = modeler.getActiveViewer();
    if (viewer && !heard.has(viewer)) {
      heard.add(viewer);
      viewer.on("commandStack.changed", changed);
    }
    refresh();
  }

  function tabs() {
    const active = modeler.getActiveView();
    place.querySelector("[data-views]").replaceChildren(...modeler.getViews().map((view) => {
      const tab = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm" });
      tab.textContent = view.type === "drd" ? KINDS.drd : `${KINDS[view.type] ?? ""} ${view.element.name || view.element.id}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-selected", String(view.element === active?.element));
      tab.addEventListener("click", () => modeler.open(view));
      return tab;
    }));
  }

  modeler.on("views.changed", () => { tabs(); listen(); });
  buttons.undo.addEventListener("click", () => stack()?.undo());
  buttons.redo.addEventListener("click", () => stack()?.redo());
  await modeler.importXML(text);
  if (file.readOnly) place.querySelector("[data-canvas]").inert = true;
  file.offerKept((left) => modeler.importXML(left));
  problems.check();
}
