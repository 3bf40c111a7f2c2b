// When an answer shows or hides other questions, the server draws the form again and the sheet is exchanged in place.
// What was typed while the answer was on its way is kept; where rows were added or removed
// meanwhile, it is asked for again.
import { keepChosenFiles, withoutFiles } from "./files.js";

const PAUSE = 250;
let timer = 0;
let asked = 0;

const controlsOf = (sheet) => [...sheet.querySelectorAll("input[id]:not([type=file]), select[id], textarea[id]")];
const stateOf = (control) => (["radio", "checkbox"].includes(control.type) ? control.checked : control.value);

function put(control, state) {
  if (["radio", "checkbox"].includes(control.type)) control.checked = state;
  else control.value = state;
}

export function exchange(old, fresh, sent) {
  for (const control of controlsOf(old)) {
    const twin = fresh.querySelector(`#${CSS.escape(control.id)}`);
    if (twin && sent.get(control.id) !== stateOf(control)) put(twin, stateOf(control));
  }
  keepChosenFiles(old, fresh);
  // The open step stays open, so that the caret finds its place again and the next key stroke is not lost.
  for (const { id } of old.querySelectorAll("[data-step].is-current")) fresh.querySelector(`#${CSS.escape(id)}`)?.classList.add("is-current");
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const caret = focused?.selectionStart;
  old.replaceWith(fresh);
  const again = focused?.id && document.getElementById(focused.id);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typeof caret === "number") again.setSelectionRange?.(caret, caret);
}

const sameControls = (sheet, sent) => {
  const now = controlsOf(sheet);
  return now.length === sent.size && now.every(({ id }) => sent.has(id));
};

export async function redraw(sheet) {
  if (!sheet) return;
  const form = sheet.closest("form");
  const mine = (asked += 1);
  const sent = new Map(controlsOf(sheet).map((control) => [control.id, stateOf(control)]));
  const body = withoutFiles(form);
  body.set("_redraw", "1");
  try {
    const answer = await fetch(sheet.dataset.redraw ?? form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(sheet.id);
    const old = document.getElementById(sheet.id);
    // A later question was put with all that stands in the form: its answer is the one that counts.
    if (mine !== asked || !answer.ok || !fresh || !old) return;
    if (!sameControls(old, sent)) redraw(old);
    else exchange(old, document.adoptNode(fresh), sent);
  } catch {
    // The plain button does the same when the network is back.
    document.documentElement.classList.remove("has-script");
  }
}

export function startRedrawing() {
  document.addEventListener("change", ({ target }) => {
    const sheet = target.matches?.("[data-drives]") && target.closest("[data-sheet]");
    if (!sheet) return;
    clearTimeout(timer);
    timer = setTimeout(() => redraw(document.getElementById(sheet.id)), PAUSE);
  });
}
