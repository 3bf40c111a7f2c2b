// What is typed is saved by itself: <form data-draft="URL">. The server answers {"saved": "when"} by the house's clock,
// which [data-draft-state] then shows.
import { withoutFiles } from "./files.js";
import { said } from "../words.js";

const PAUSE = 1500;

function show(form, text, failed = false) {
  const place = form.querySelector("[data-draft-state]") ?? document.querySelector("[data-draft-state]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("is-failed", failed);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.timer = 0;
    this.changed = false;
    this.saved = true;
    this.saving = Promise.resolve();
  }

  touch() {
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  save() {
    if (!this.changed) return;
    this.changed = false;
    // One after the other, so that an older draft never arrives after a newer one.
    this.saving = this.saving.then(() => this.send());
  }

  async send() {
    show(this.form, said`正在保存…`);
    try {
      const answer = await fetch(this.form.dataset.draft, {
        method: "POST",
        body: withoutFiles(this.form),
      });
      if (answer.status === 400 || answer.status === 401) {
        this.changed = true;
        this.saved = false;
        show(this.form, said`登录已失效，未能保存。请在新窗口登录，再把本页内容复制过去。`, true);
        return;
      }
      if (answer.status === 409) {
        this.elsewhere((await answer.json().catch(() => ({}))).elsewhere);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved } = await answer.json();
      this.saved = true;
      show(this.form, said`草稿已保存 ${saved}`);
    } catch {
      this.changed = true;
      this.saved = false;
      show(this.form, said`未能自动保存，请点“暂存”。`, true);
    }
  }

  // Another window or device saved the same draft: a person says which one stays, nothing is overwritten before.
  elsewhere(sentence) {
    this.saved = false;
    if (!sentence) return show(this.form, said`这个环节已经结束，不再保存。请复制需要的内容。`, true);
    show(this.form, sentence, true);
    const place = this.form.querySelector("[data-draft-state]");
    const keep = Object.assign(document.createElement("button"), { type: "submit", className: "btn btn-sm", name: "_draft_over", value: "1", formNoValidate: true, textContent: said`以本页为准` });
    const other = Object.assign(document.createElement("a"), { className: "btn btn-sm", href: this.form.dataset.page ?? "", textContent: said`改用另一处的` });
    place?.append(" ", keep, " ", other);
  }

  // Whether the server holds what stands in the form.
  async flush() {
    clearTimeout(this.timer);
    this.save();
    await this.saving;
    return this.saved;
  }

  leave() {
    if (this.changed) navigator.sendBeacon(this.form.dataset.draft, withoutFiles(this.form));
  }
}

const drafts = new Map();

function draftOf(target) {
  const form = target.closest?.("form[data-draft]");
  if (form && !drafts.has(form)) drafts.set(form, new Draft(form));
  return drafts.get(form);
}

// Saves what is not saved yet; resolves to whether all of it is on the server.
export function flushDraft(form) {
  return draftOf(form)?.flush() ?? Promise.resolve(true);
}

// A chosen file goes with the form or in pieces, never with a draft.
function touched({ target }) {
  if (target.type !== "file") draftOf(target)?.touch();
}

export function startSavingDrafts() {
  for (const kind of ["input", "change"]) document.addEventListener(kind, touched);
  document.addEventListener("submit", ({ target }) => {
    const draft = drafts.get(target);
    if (draft) {
      clearTimeout(draft.timer);
      draft.changed = false;
    }
  });
  window.addEventListener("pagehide", () => drafts.forEach((draft) => draft.leave()));
}
