// Rows added and removed without a trip to the server, and tables pasted from Word or Excel.
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

function fill(control, text) {
  if (control.matches("select")) {
    const option = [...control.options].find(({ text: label, value }) => label.trim() === text || value === text);
    if (option) control.value = option.value;
  } else if (control.type === "radio" || control.type === "checkbox") {
    return;
  } else {
    control.value = text;
  }
}

export function cellsOf(text) {
  return text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
}

function paste(event) {
  const table = event.target.closest?.("[data-rows]");
  const row = event.target.closest?.("[data-row]");
  const cells = cellsOf(event.clipboardData?.getData("text/plain") ?? "");
  if (!table || !row || !row.contains(event.target) || (cells.length < 2 && cells[0].length < 2)) return;
  event.preventDefault();
  const column = controlsOf(row).indexOf(event.target);
  const first = rowsOf(table).indexOf(row);
  cells.forEach((line, offset) => {
    const target = rowsOf(table)[first + offset] ?? addRow(table);
    if (target) line.forEach((text, index) => controlsOf(target)[column + index] && fill(controlsOf(target)[column + index], text));
  });
  settle(table);
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
