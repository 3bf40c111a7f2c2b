// Rows added and removed without a trip to the server, and tables pasted from Word or Excel.
import { columnsByHeading, pastedCells, plain, withoutNumbering } from "./pasting.js";
import { said } from "../words.js";

const PLACE = "__row__";
const NUMBERED = ["name", "id", "for", "aria-describedby", "aria-labelledby", "data-count-for", "value"];

const bodyOf = (table) => table.querySelector("[data-rows-body]");
const rowsOf = (table) => [...bodyOf(table).children];

function rewrite(row, from, to) {
  for (const part of [row, ...row.querySelectorAll("*")]) {
    for (const name of NUMBERED) {
      const value = part.getAttribute(name);
      // Only our own names are renumbered; what a person typed lives in the property, not in the attribute.
      if (value !== null && (name !== "value" || part.matches("button"))) {
        const renumbered = value.split(from).join(to);
        if (renumbered !== value) part.setAttribute(name, renumbered);
      }
    }
  }
}

function settle(table) {
  const { name, path } = table.dataset;
  const rows = rowsOf(table);
  rows.forEach((row, index) => {
    rewrite(row, `${name}-${row.dataset.row}-`, `${name}-${index}-`);
    rewrite(row, `${path}[${row.dataset.row}]`, `${path}[${index}]`);
    row.dataset.row = index;
    for (const number of row.querySelectorAll("[data-row-number]")) number.textContent = index + 1;
  });
  table.querySelector("[data-rows-count]").value = rows.length;
  const add = table.querySelector(":scope > .rows-foot [data-rows-add]");
  if (add) add.disabled = rows.length >= Number(table.dataset.max);
  table.dispatchEvent(new Event("input", { bubbles: true }));
}

function addRow(table) {
  const blank = table.querySelector("template[data-rows-blank]");
  const rows = rowsOf(table);
  if (!blank || rows.length >= Number(table.dataset.max)) return null;
  const row = blank.content.firstElementChild.cloneNode(true);
  rewrite(row, PLACE, String(rows.length));
  row.dataset.row = rows.length;
  bodyOf(table).append(row);
  settle(table);
  return row;
}

const controlsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];

// A cell's answer may be one control or a group of ticks; a word that is no choice is told, never guessed.
function fill(question, text) {
  const choices = [...question.querySelectorAll("input[type=radio], input[type=checkbox]")];
  if (choices.length) return tick(choices, text);
  const control = question.querySelector("select, textarea, input:not([type=hidden], [type=file])");
  if (!control) return true;
  if (!control.matches("select")) {
    control.value = text;
    return true;
  }
  const option = [...control.options].find(({ text: label, value }) => plain(label) === plain(text) || value === text);
  if (option || !text) control.value = option?.value ?? "";
  return Boolean(option) || !text;
}

const YES = ["是", "√", "✓", "☑", "有", "true", "1"];

function tick(choices, text) {
  const words = text.split(/[、,，;；/\s]+/).filter(Boolean).map(plain);
  if (choices.length === 1 && choices[0].value === "true") {
    choices[0].checked = words.some((word) => YES.includes(word));
    return true;
  }
  let known = 0;
  for (const choice of choices) {
    choice.checked = words.includes(plain(choice.closest("label").textContent));
    known += choice.checked ? 1 : 0;
  }
  return known === words.length;
}

const questionsOf = (row) => [...row.querySelectorAll(".question:not(.is-told)")].filter((one) => !one.querySelector("input[type=file]"));
const labelOf = (question) => question.querySelector("label, legend")?.querySelector("span")?.firstChild?.textContent ?? "";

function paste(event) {
  const table = event.target.closest?.("[data-rows]");
  const row = event.target.closest?.("[data-row]");
  if (!table || !row || !row.contains(event.target)) return;
  let lines = pastedCells(event.clipboardData).filter((line) => line.some(Boolean));
  if (!lines.length || (lines.length < 2 && lines[0].length < 2)) return;
  event.preventDefault();
  const questions = questionsOf(row);
  const headed = columnsByHeading(lines[0], questions.map(labelOf));
  lines = headed ? lines.slice(1) : withoutNumbering(lines, questions.length);
  const from = Math.max(0, questions.findIndex((question) => question.contains(event.target)));
  const columns = headed ?? lines[0].map((_, at) => from + at);
  let place = rowsOf(table).indexOf(row);
  const told = { put: 0, strange: [], left: 0 };
  for (const line of lines) {
    const target = rowsOf(table)[place] ?? addRow(table);
    if (!target) {
      told.left += 1;
      continue;
    }
    line.forEach((text, at) => {
      const question = questionsOf(target)[columns[at]];
      if (question && !fill(question, text)) told.strange.push(said`第 ${place + 1} 行${labelOf(question)}“${text}”`);
    });
    told.put += 1;
    place += 1;
  }
  settle(table);
  tell(table, told, Boolean(headed));
}

function tell(table, { put, strange, left }, headed) {
  const place = table.querySelector("[data-rows-told]");
  if (!place) return;
  const told = [headed ? said`已按表头粘贴 ${put} 行。` : said`已粘贴 ${put} 行。`];
  const some = strange.slice(0, 5).join(said`、`);
  if (strange.length > 5) told.push(said`${some} 等 ${strange.length} 处不在可选项里，没有填入。`);
  else if (strange.length) told.push(said`${some}不在可选项里，没有填入。`);
  if (left) told.push(said`还有 ${left} 行超出本表最多 ${table.dataset.max} 行，没有粘贴。`);
  place.textContent = told.join("");
}

export function startRows() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-rows-add], [data-rows-remove]");
    const table = button?.closest("[data-rows]");
    if (!table || !table.querySelector("template[data-rows-blank]")) return;
    event.preventDefault();
    if (button.matches("[data-rows-add]")) {
      controlsOf(addRow(table) ?? table)[0]?.focus();
      return;
    }
    const row = button.closest("[data-row]");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    settle(table);
    (next?.querySelector("[data-rows-remove]") ?? table.querySelector("[data-rows-add]"))?.focus();
  });
  document.addEventListener("paste", paste);
}
