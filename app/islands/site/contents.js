// How far a long form is: beside each of its parts stands what is still missing there.
import { said } from "../words.js";

const PAUSE = 200;

// Rows of a growing list in which nobody wrote anything ask for nothing.
function isBlank(row) {
  if (!row) return false;
  return [...row.querySelectorAll("input:not([type=hidden]), select, textarea")].every((control) =>
    ["radio", "checkbox"].includes(control.type) ? !control.checked : !control.value.trim(),
  );
}

const asks = (part) => part.querySelector("[required], [data-grows]:not([data-min='0'])");

function missing(part) {
  const open = new Set();
  for (const control of part.querySelectorAll("[required]")) {
    if (control.closest("template") || isBlank(control.closest("[data-grows] [data-row]"))) continue;
    if (!control.checkValidity()) open.add(control.name);
  }
  for (const wrong of part.querySelectorAll("[aria-invalid='true']")) open.add(wrong.name);
  let short = 0;
  for (const list of part.querySelectorAll("[data-grows]")) {
    const filled = [...list.querySelectorAll("[data-row]")].filter((row) => !row.closest("template") && !isBlank(row));
    short += Math.max(0, Number(list.dataset.min) - filled.length);
  }
  return open.size + short;
}

const open = (count, wrong) => (wrong ? said`要改或还缺 ${count} 项` : said`还有 ${count} 项`);

function refresh() {
  for (const link of document.querySelectorAll("[data-part]")) {
    const part = document.getElementById(link.dataset.part);
    const state = link.parentElement.querySelector("[data-part-state]");
    if (!part || !state) continue;
    const count = missing(part);
    const wrong = part.querySelectorAll("[aria-invalid='true']").length;
    state.textContent = count ? open(count, wrong) : asks(part) ? said`✓ 已填齐` : said`✓ 选填`;
    state.classList.toggle("is-done", count === 0);
    state.classList.toggle("is-faulty", count > 0 && wrong > 0);
  }
}

export function startContents() {
  if (!document.querySelector("[data-part]")) return;
  // On a phone the form comes first; the list of its parts is one tap away.
  const list = document.querySelector(".contents > details");
  if (list && matchMedia("(max-width: 64rem)").matches) list.open = false;
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  };
  for (const kind of ["input", "change"]) document.addEventListener(kind, soon);
  new MutationObserver(soon).observe(document.getElementById("form"), { childList: true, subtree: true });
  refresh();
}
