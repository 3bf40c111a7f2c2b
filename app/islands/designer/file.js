// One file of a draft: opened, saved by itself after each change, never lost when the server cannot take it.
import { forget, keep, kept } from "./local.js";
import { Refused, ask } from "./server.js";

const PAUSE = 1200;
const AGAIN = 15000;
const PEN = 60000;
const minute = (at) => new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }).format(at);

export class DraftFile {
  constructor(place) {
    this.place = place;
    this.revision = 0;
    this.dirty = this.changed = false;
    this.timer = 0;
    this.busy = Promise.resolve();
    this.listeners = [];
    const { mayWrite, writer } = place.dataset;
    this.readOnly = mayWrite === undefined || writer !== undefined;
    addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
    addEventListener("online", () => this.dirty && this.save());
    setInterval(() => this.holdPen(), PEN);
  }

  // read: () => text, or a promise of it. Gives the text to begin with.
  async open(read) {
    this.read = read;
    const answer = await ask(this.place.dataset.file);
    this.revision = Number(answer.headers.get("X-Revision"));
    const text = await answer.text();
    this.last = text;
    const { writer } = this.place.dataset;
    if (writer) this.say(`由${writer}占用，只读`, true);
    else this.say(this.readOnly ? "只读" : "没有改动");
    return text;
  }

  // Offered once the editor stands: what an earlier visit could not save.
  offerKept(show) {
    const left = this.readOnly ? null : kept(this.place);
    if (!left || left.text === this.last) return forget(this.place);
    this.choose(`这台电脑上存有 ${minute(left.at)} 没有保存成功的修改。`, [
      ["恢复这些修改", async () => { await show(left.text); this.touch(); }],
      ["不要了", () => forget(this.place)],
    ]);
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  touch() {
    if (this.readOnly) return;
    this.dirty = this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
    this.say("有改动，马上保存");
    for (const listener of this.listeners) listener();
  }

  // One after the other, so that an older state never arrives after a newer one.
  save(seen) {
    clearTimeout(this.timer);
    this.busy = this.busy.then(() => this.send(seen));
    return this.busy;
  }

  async send(seen = this.revision) {
    if (!this.dirty) return;
    this.dirty = false;
    let text;
    try {
      text = await this.read();
      if (text === this.last) return this.say(`已保存 ${minute(Date.now())}`);
      this.say("正在保存…");
      const headers = { "X-Revision": String(seen), "Content-Type": "text/plain; charset=utf-8" };
      const answer = await ask(this.place.dataset.file, { method: "PUT", body: text, headers });
      const { revision, saved } = await answer.json();
      Object.assign(this, { revision, last: text });
      if (!this.dirty) forget(this.place);
      this.choose("", []);
      this.say(`已保存 ${saved}`);
    } catch (error) {
      this.failed(error, text);
    }
  }

  failed(error, text) {
    this.dirty = true;
    const here = text !== undefined && keep(this.place, text, this.revision);
    const where = here ? "修改仍在此页并存于本机" : "修改仍在此页，请不要关闭";
    if (!(error instanceof Refused)) {
      this.say(`断网，${where}`, true);
      this.timer = setTimeout(() => this.save(), AGAIN);
    } else if (error.status === 409) {
      const { who } = error.told;
      this.say(who ? `由${who}占用或改动，没有保存；${where}` : `没有保存；${where}`, true);
      this.choose(error.message, [
        ["再保存一次", () => this.save()],
        ["以我的为准，覆盖现在的内容", () => this.overwrite()],
        ["放弃我的修改，打开现在的内容", () => this.giveUp()],
      ]);
    } else {
      this.say(`没有保存：${error.message}${where}`, true);
    }
  }

  async overwrite() {
    const answer = await ask(this.place.dataset.file);
    await this.save(Number(answer.headers.get("X-Revision")));
  }

  // Whether the server still holds what this page saved last; then its revision is ours to go on from.
  async isCurrent() {
    const answer = await ask(this.place.dataset.file);
    const same = (await answer.text()) === this.last && !this.dirty;
    if (same) this.revision = Number(answer.headers.get("X-Revision"));
    return same;
  }

  giveUp() {
    this.dirty = false;
    forget(this.place);
    location.reload();
  }

  // Whoever has changed something goes on holding the pen while they look at the page.
  async holdPen() {
    if (!this.changed || document.hidden) return;
    try {
      await ask(this.place.dataset.pen, { method: "POST" });
    } catch {
      // The next save says what is the matter.
    }
  }

  say(words, isFailed = false) {
    const state = this.place.querySelector("[data-save-state]");
    state.textContent = words;
    state.classList.toggle("is-failed", isFailed);
  }

  choose(sentence, choices) {
    const box = this.place.querySelector("[data-choice]");
    box.hidden = !sentence;
    box.replaceChildren();
    if (!sentence) return;
    box.setAttribute("role", "alert");
    box.append(Object.assign(document.createElement("p"), { textContent: sentence }));
    for (const [words, deed] of choices) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words });
      button.addEventListener("click", () => { this.choose("", []); deed(); });
      box.append(button);
    }
  }
}
