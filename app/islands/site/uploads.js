// Large files go in pieces and go on where they broke off, also after the page was loaded again: <form data-uploads="URL">.
// Small ones, and all of them without script, come with the form.
import { redraw } from "./redraw.js";
import { said } from "../words.js";

const PIECE = 4 * 1024 * 1024;
const TRIES = 6;
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const markOf = (file) => `${file.name}|${file.size}|${file.lastModified}`;
const part = (tag, more) => Object.assign(document.createElement(tag), more);

async function digestOf(blob) {
  if (!globalThis.crypto?.subtle) return "";
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Refused extends Error {}

class Sending {
  constructor(form, question, file) {
    Object.assign(this, { form, question, file, path: question.path, done: false });
    this.row = part("div", { className: "upload" });
    this.bar = part("progress", { max: file.size, value: 0 });
    this.bar.setAttribute("aria-label", said`上传 ${file.name}`);
    this.said = part("span", { className: "upload-said" });
    this.said.setAttribute("role", "status");
    this.again = part("button", { type: "button", className: "btn btn-sm", textContent: said`继续上传`, hidden: true });
    this.stop = part("button", { type: "button", className: "btn btn-sm btn-quiet", textContent: said`取消` });
    this.again.addEventListener("click", () => this.run());
    this.stop.addEventListener("click", () => this.cancel());
    this.row.append(part("span", { className: "upload-name", textContent: file.name }), this.bar, this.said, this.again, this.stop);
    listOf(form).append(this.row);
  }

  headers(more = {}) {
    return { "X-CSRFToken": this.form.elements.csrf_token.value, ...more };
  }

  tell(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  progress(received) {
    this.bar.value = received;
    this.tell(said`已传 ${Math.floor((received / this.file.size) * 100)}%`);
  }

  async begin() {
    const body = new FormData();
    for (const [name, value] of Object.entries({ path: this.path, name: this.file.name, size: this.file.size, mark: markOf(this.file) })) body.set(name, value);
    const state = await this.ask(this.form.dataset.uploads, { method: "POST", body, headers: this.headers() });
    this.url = state.url;
    if (state.received && !state.attachment && !(await this.same(state))) {
      await fetch(this.url, { method: "DELETE", headers: this.headers() });
      return this.begin();
    }
    return state;
  }

  // Whether what was sent before is the beginning of this very file.
  async same({ received, last }) {
    const own = await digestOf(this.file.slice(received - last.size, received));
    return !own || own === last.digest;
  }

  async ask(url, question) {
    const answer = await fetch(url, question);
    if (answer.status === 422 || answer.status === 404) throw new Refused((await answer.json()).sentence);
    const state = await answer.json();
    if (answer.status === 409 && state.received === undefined) throw new Refused(state.sentence);
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    return state;
  }

  async run() {
    this.again.hidden = true;
    for (let tried = 0; tried < TRIES && !this.given; tried += 1) {
      try {
        let state = await this.begin();
        while (!state.attachment && !this.given) {
          this.progress(state.received);
          const piece = this.file.slice(state.received, state.received + PIECE);
          const headers = this.headers({ "Content-Type": "application/offset+octet-stream", "Upload-Offset": state.received, "Upload-Digest": await digestOf(piece) });
          const before = state.received;
          state = await this.ask(this.url, { method: "PATCH", body: piece, headers });
          if (state.received > before) tried = 0;
        }
        if (!this.given) this.finish(state.attachment);
        return;
      } catch (fault) {
        if (fault instanceof Refused) return this.fail(said`没有上传：${fault.message}`, false);
        this.tell(said`连接中断，正在重试…`);
        await wait(Math.min(30, 2 ** tried));
      }
    }
    if (!this.given) this.fail(said`连接中断，已传的部分保留三天。`, true);
  }

  fail(words, again) {
    this.tell(words);
    this.row.classList.add("is-failed");
    this.again.hidden = !again;
    this.stop.textContent = again ? said`取消` : said`知道了`;
    sending.delete(this);
  }

  finish(number) {
    sending.delete(this);
    this.row.remove();
    const { name, several } = this.question;
    const place = document.getElementById(`f-${name}`);
    if (!several) for (const box of place.querySelectorAll("input[type=checkbox]")) box.checked = false;
    place.append(part("input", { type: "checkbox", name, value: number, checked: true, hidden: true }));
    redraw(place.closest("[data-sheet]"));
  }

  cancel() {
    this.given = true;
    sending.delete(this);
    this.row.remove();
    if (this.url && !this.row.classList.contains("is-failed")) fetch(this.url, { method: "DELETE", headers: this.headers() });
  }
}

const sending = new Set();

function listOf(form) {
  const found = form.querySelector("[data-uploads-list]");
  if (found) return found;
  const list = part("div", { className: "uploads" });
  list.dataset.uploadsList = "";
  form.querySelector(".form-actions").prepend(list);
  return list;
}

function take(input, form) {
  const large = [...input.files].filter(({ size }) => size > PIECE);
  if (!large.length) return;
  const small = new DataTransfer();
  for (const file of input.files) if (file.size <= PIECE) small.items.add(file);
  input.files = small.files;
  const question = { path: input.dataset.files, name: input.name.replace(/-files$/, ""), several: input.multiple };
  for (const file of large) {
    const one = new Sending(form, question, file);
    sending.add(one);
    one.run();
  }
}

// What broke off before is told, so that somebody chooses the same file again.
async function tellUnfinished(form) {
  if (!form.querySelector("[data-files]")) return;
  const answer = await fetch(form.dataset.uploads).catch(() => null);
  if (!answer?.ok) return;
  for (const { name, path, received, size } of (await answer.json()).unfinished) {
    const input = [...form.querySelectorAll("[data-files]")].find(({ dataset }) => dataset.files === path);
    const words = said`“${name}”上次传到 ${Math.floor((received / size) * 100)}% 中断，请重新选择同一个文件，会接着传。`;
    input?.closest(".files-more").after(part("p", { className: "hint", textContent: words }));
  }
}

export function startUploads() {
  const form = document.querySelector("form[data-uploads]");
  if (!form) return;
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("input[type=file][data-files]") && form.contains(target)) take(target, form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending.size) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (!sending.size || event.submitter?.matches("[name=_draft], [name=_preview], [name=_check]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    listOf(form).querySelector(".upload-said").textContent = said`文件还在上传，请等传完再提交。`;
  }, true);
  tellUnfinished(form);
}
