// A form on bpmn.io's editor; beside it the page as the server will draw it for whoever fills it in.
import "./form.css";
import { FormEditor } from "@bpmn-io/form-js-editor";
import { DraftFile } from "../file.js";
import { Problems } from "../problems.js";
import { ask } from "../server.js";

const PAUSE = 500;

class Preview {
  constructor(place, read) {
    Object.assign(this, { place, read, box: place.querySelector("[data-form-preview]"), timer: 0, turn: 0 });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), PAUSE);
  }

  async draw() {
    const turn = ++this.turn;
    try {
      const answer = await ask(this.place.dataset.preview, { method: "POST", body: this.read(), headers: { "Content-Type": "application/json" } });
      const drawn = await answer.text();
      if (turn === this.turn) this.box.innerHTML = drawn;
    } catch (error) {
      if (turn === this.turn) this.box.replaceChildren(...this.told(error));
    }
  }

  told(error) {
    const words = [error.told ? error.message : "连不上服务器，暂时没有预览。", ...(error.told?.problems ?? []).map((one) => `${one.component}：${one.message}`)];
    return words.map((textContent) => Object.assign(document.createElement("p"), { className: "hint", textContent }));
  }
}

export async function edit(place) {
  const file = new DraftFile(place);
  const editor = new FormEditor({ container: place.querySelector("[data-canvas]") });
  const read = () => `${JSON.stringify(editor.saveSchema(), null, 2)}\n`;
  const text = await file.open(read);
  const preview = new Preview(place, read);
  const problems = new Problems(place, { file, read, jump: ({ element }) => select(element) });
  const stack = editor.get("commandStack");
  const buttons = { undo: place.querySelector("[data-deed=undo]"), redo: place.querySelector("[data-deed=redo]") };

  function select(id) {
    const field = editor.get("formFieldRegistry").get(id);
    if (field) editor.get("selection").set(field);
  }

  function refresh() {
    buttons.undo.disabled = !stack.canUndo();
    buttons.redo.disabled = !stack.canRedo();
  }

  await editor.importSchema(JSON.parse(text));
  // "changed" comes in the middle of a change; only after it the stack knows that it can be taken back.
  editor.on("commandStack.changed", refresh);
  editor.on("changed", () => {
    file.touch();
    preview.soon();
    problems.soon();
  });
  buttons.undo.addEventListener("click", () => stack.undo());
  buttons.redo.addEventListener("click", () => stack.redo());
  if (file.readOnly) place.querySelector("[data-canvas]").inert = true;
  file.offerKept(async (left) => { await editor.importSchema(JSON.parse(left)); preview.draw(); });
  preview.draw();
  problems.check();
}
