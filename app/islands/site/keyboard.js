// Single keys for those who work through a list: j/k between rows, ? for the page's keys, and whatever an element names
// in data-key. Silent while somebody types, and can be switched off (WCAG 2.1.4).
import { said } from "../words.js";

const SWITCH = "keys-off";
const ROWS = "a.row-title";
const busy = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog, .diagram-canvas");

function move(step) {
  const rows = [...document.querySelectorAll(ROWS)];
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, here < 0 ? 0 : here + step))].focus();
  return true;
}

function line(key, words) {
  const row = document.createElement("div");
  row.append(Object.assign(document.createElement("kbd"), { textContent: key }));
  row.append(Object.assign(document.createElement("span"), { textContent: words }));
  return row;
}

function explain() {
  const dialog = document.createElement("dialog");
  dialog.className = "ask keys";
  dialog.append(Object.assign(document.createElement("h2"), { textContent: said`快捷键`, id: "keys-title" }));
  dialog.setAttribute("aria-labelledby", "keys-title");
  if (document.querySelector(ROWS)) dialog.append(line("j / k", said`下一件 / 上一件`));
  for (const part of document.querySelectorAll("[data-key]")) {
    dialog.append(line(part.dataset.key, part.dataset.keyWords ?? part.textContent.trim()));
  }
  dialog.append(line("?", said`显示本说明`));
  const off = localStorage.getItem(SWITCH) === "yes";
  const row = Object.assign(document.createElement("form"), { method: "dialog", className: "ask-buttons" });
  const toggle = Object.assign(document.createElement("button"), { className: "btn", textContent: off ? said`启用快捷键` : said`停用快捷键` });
  toggle.addEventListener("click", () => localStorage.setItem(SWITCH, off ? "no" : "yes"));
  row.append(toggle, Object.assign(document.createElement("button"), { className: "btn btn-primary", textContent: said`知道了` }));
  dialog.append(row);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function press(key) {
  const part = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!part) return false;
  if (part.matches("input, textarea, select")) part.focus();
  else part.click();
  return true;
}

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "s") {
      const save = document.querySelector('button[name="_draft"]');
      if (save) {
        event.preventDefault();
        save.click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || busy(event.target)) return;
    if (event.key === "?") return explain();
    if (localStorage.getItem(SWITCH) === "yes") return;
    const done = event.key === "j" ? move(1) : event.key === "k" ? move(-1) : press(event.key);
    if (done) event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-show-keys]")) button.addEventListener("click", explain);
}
