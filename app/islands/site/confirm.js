// A second look before a deed that others will see: <button data-confirm="确定公示吗？">. Without script it just submits.
import { said } from "../words.js";

function ask(sentence, verb) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  const text = Object.assign(document.createElement("p"), { textContent: sentence, id: "ask-text" });
  const row = Object.assign(document.createElement("form"), { method: "dialog", className: "ask-buttons" });
  const no = Object.assign(document.createElement("button"), { className: "btn", value: "no", textContent: said`取消` });
  const yes = Object.assign(document.createElement("button"), { className: "btn btn-primary", value: "yes", textContent: verb });
  row.append(no, yes);
  dialog.append(text, row);
  dialog.setAttribute("aria-labelledby", "ask-text");
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "yes");
    });
  });
}

let agreed = null;

export function startConfirming() {
  document.addEventListener(
    "click",
    async (event) => {
      const button = event.target.closest?.("[data-confirm]");
      if (!button || button === agreed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await ask(button.dataset.confirm, button.dataset.confirmVerb ?? said`确定`)) {
        agreed = button;
        button.click();
        agreed = null;
      }
    },
    true,
  );
}
