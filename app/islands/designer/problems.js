// What the check says while one types: a list below the canvas; each problem leads to its place.
import { ask, postJson } from "./server.js";

const PAUSE = 900;
const WORDS = { error: "错误", warning: "提醒" };

function make(tag, className, textContent = "") {
  return Object.assign(document.createElement(tag), { className, textContent });
}

export class Problems {
  // read: () => text; jump: problem => true when the place was found; repair: problem => {label, deed} or nothing
  constructor(place, { file, read, jump, repair = () => null, found = () => {}, name = () => "" }) {
    Object.assign(this, { place, file, read, jump, repair, found, name });
    this.list = place.querySelector("[data-problems-list]");
    this.count = place.querySelector("[data-problems-count]");
    this.timer = 0;
    this.asked = 0;
    place.querySelector("[data-deed=check]")?.addEventListener("click", () => this.check());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  async check() {
    clearTimeout(this.timer);
    const turn = ++this.asked;
    this.count.textContent = "正在校验…";
    try {
      const text = await this.read();
      const answer = await postJson(this.place.dataset.check, { files: { [this.place.dataset.path]: text } });
      const told = await answer.json();
      if (turn === this.asked) this.show(told);
    } catch (error) {
      if (turn === this.asked) this.count.textContent = error.told ? error.message : "连不上服务器，暂时不能校验。";
    }
  }

  isHere(problem) {
    return !problem.file || problem.file === this.place.dataset.path;
  }

  show(told) {
    const errors = told.problems.filter((p) => p.severity === "error").length;
    const warnings = told.problems.length - errors;
    this.count.textContent = told.problems.length ? `${errors} 处错误，${warnings} 处提醒` : "没有发现问题";
    // Here first: whoever edits this file looks for its own faults.
    const rows = [...told.problems].sort((a, b) => this.isHere(b) - this.isHere(a));
    this.list.replaceChildren(...rows.map((problem) => this.row(problem)));
    this.found(told.problems.filter((p) => this.isHere(p)), told);
  }

  row(problem) {
    const row = make("li", `problem is-${problem.severity}`);
    const word = make("span", "problem-kind", WORDS[problem.severity] ?? "");
    const where = [this.isHere(problem) ? "" : problem.file, this.name(problem.element) || problem.element, problem.line && !problem.element ? `第 ${problem.line} 行` : ""];
    const lead = this.isHere(problem) ? make("button", "problem-lead") : make("a", "problem-lead");
    lead.append(make("span", "problem-place", where.filter(Boolean).join(" ")), make("span", "", problem.message));
    if (this.isHere(problem)) {
      lead.type = "button";
      lead.addEventListener("click", () => this.jump(problem));
    } else {
      lead.href = `${this.place.dataset.pages}/edit/${problem.file}#${encodeURIComponent(problem.element ?? "")}`;
    }
    row.append(word, lead);
    const repair = (this.isHere(problem) && this.repair(problem)) || this.byServer(problem);
    if (repair) {
      const button = make("button", "btn btn-sm", repair.label);
      button.type = "button";
      button.addEventListener("click", repair.deed);
      row.append(button);
    }
    return row;
  }

  // What the canvas cannot put right by itself, the server may: a role that is missing in procedure.yaml, a new form.
  byServer(problem) {
    if (!problem.repair || this.file.readOnly) return null;
    return { label: problem.repair.label, deed: () => this.askToRepair(problem) };
  }

  async askToRepair({ file, element, message }) {
    await this.file.save();
    try {
      const body = new URLSearchParams({ file, element: element ?? "", message });
      await ask(`${this.place.dataset.pages}/repairs`, { method: "POST", body });
    } catch (error) {
      this.count.textContent = error.told ? "这一处没有修成，请到草稿页上看原因。" : "连不上服务器，没有修成。";
      return;
    }
    if (await this.file.isCurrent()) this.check();
    else this.file.giveUp();
  }
}
