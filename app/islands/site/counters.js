// Live character counts. The rule is that of services/process/forms/wording.py: blanks and invisible marks never count
// unless the form says so.
import { said } from "../words.js";

const NOT_COUNTED = /[\p{Z}\p{Cc}\p{Cf}\p{Mn}]/gu;

export function countCharacters(text, blanks = false) {
  return [...(blanks ? text : text.replace(NOT_COUNTED, ""))].length;
}

function sharing(counter, form) {
  const group = counter.dataset.countGroup;
  const counters = group ? form.querySelectorAll(`[data-count-group="${CSS.escape(group)}"]`) : [counter];
  return [...counters];
}

function used(counter) {
  const control = document.getElementById(counter.dataset.countFor);
  return control ? countCharacters(control.value, counter.dataset.countBlanks === "yes") : 0;
}

export function refresh(counter) {
  const together = sharing(counter, counter.closest("form") ?? document);
  const total = together.reduce((sum, one) => sum + used(one), 0);
  for (const one of together) {
    const limit = Number(one.dataset.countLimit) || 0;
    one.querySelector("[data-count-used]").textContent = used(one);
    const shared = one.querySelector("[data-count-total]");
    if (shared) shared.textContent = total;
    one.classList.toggle("is-over", limit > 0 && total > limit);
    const over = one.querySelector("[data-count-over]");
    if (over) over.textContent = limit > 0 && total > limit ? said`，超出 ${total - limit} 字` : "";
  }
}

export function startCounting() {
  document.addEventListener("input", ({ target }) => {
    const counter = target.id && document.querySelector(`[data-count-for="${CSS.escape(target.id)}"]`);
    if (counter) refresh(counter);
  });
}
