// A long form one step at a time: <form data-steps> with [data-step] parts. Links lead to steps; without script all of
// them stand below each other. What the check refused, or a link names, opens its own step.
import { flushDraft } from "./drafts.js";
import { said } from "../words.js";

const LAST = "step-last";
const stepsOf = (form) => [...form.querySelectorAll("[data-step]")];
const currentOf = (form) => form.querySelector("[data-step].is-current");
const keyOf = (form) => `step ${new URL(form.action).pathname}`;

function named() {
  const id = decodeURIComponent(location.hash.slice(1));
  return id ? document.getElementById(id) : null;
}

function first(form) {
  const steps = stepsOf(form);
  const faulty = document.querySelector("[data-faults]") && steps.find((step) => step.querySelector(".is-faulty, [aria-invalid='true']"));
  const asked = form.querySelector("[name=acknowledged]") && steps.at(-1);
  const kept = steps.find(({ id }) => id === sessionStorage.getItem(keyOf(form)));
  return named()?.closest("[data-step]") ?? faulty ?? asked ?? kept ?? steps[0];
}

async function lookAhead(form) {
  const place = form.querySelector("[data-ahead]");
  if (!place) return;
  place.setAttribute("aria-busy", "true");
  try {
    if (!(await flushDraft(form))) return;
    const answer = await fetch(form.dataset.page);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && page.querySelector("[data-ahead]");
    if (fresh && place.isConnected) place.replaceWith(document.adoptNode(fresh));
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function show(form, step) {
  const steps = stepsOf(form);
  for (const other of steps) other.classList.toggle("is-current", other === step);
  form.classList.add("is-stepped");
  const at = steps.indexOf(step);
  for (const link of form.querySelectorAll("[data-steps-list] a")) {
    if (link.hash === `#${step.id}`) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  const now = form.querySelector("[data-steps-now]");
  if (now) now.textContent = said`第 ${at + 1} 步，共 ${steps.length} 步`;
  form.querySelector("[data-step-go='-1']").disabled = at === 0;
  form.querySelector("[data-step-go='1']").hidden = step.id === LAST;
  form.querySelector("[data-step-end]").hidden = step.id !== LAST;
  sessionStorage.setItem(keyOf(form), step.id);
}

function go(form, step) {
  if (!step) return;
  show(form, step);
  history.replaceState(null, "", `#${step.id}`);
  form.scrollIntoView({ block: "start" });
  step.focus({ preventScroll: true });
  if (step.id === LAST) lookAhead(form);
}

function follow(form) {
  const there = named();
  const step = there?.closest("[data-step]");
  if (!step || !form.contains(step)) return;
  if (there === step) return go(form, step);
  show(form, step);
  there.scrollIntoView({ block: "center" });
  (there.matches("input, select, textarea, [tabindex]") ? there : there.querySelector("input, select, textarea"))?.focus({ preventScroll: true });
}

export function startSteps() {
  const form = document.querySelector("form[data-steps]");
  if (!form) return;
  const narrow = matchMedia("(max-width: 64rem)").matches;
  if (narrow) form.querySelector("[data-steps-list] > details").open = false;
  show(form, first(form));
  if (named()?.closest("[data-step]")) follow(form);
  window.addEventListener("hashchange", () => follow(form));
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-steps-list] a");
    const button = event.target.closest("[data-step-go]");
    if (link) {
      event.preventDefault();
      if (narrow) link.closest("details").open = false;
      go(form, document.getElementById(link.hash.slice(1)));
    } else if (button) {
      const steps = stepsOf(form);
      go(form, steps[steps.indexOf(currentOf(form)) + Number(button.dataset.stepGo)]);
    } else if (event.target.closest("[data-ahead-again]")) {
      event.preventDefault();
      lookAhead(form);
    }
  });
  // The server may have drawn the sheet again: the step that was open is opened again.
  new MutationObserver(() => {
    if (!currentOf(form)) show(form, document.getElementById(sessionStorage.getItem(keyOf(form))) ?? first(form));
  }).observe(form, { childList: true, subtree: true });
}
