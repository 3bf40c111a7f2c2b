// A table from Word or Excel: cells from the clipboard's HTML where there is a table in it, else from its text; columns by
// their headings where the first line holds headings, else in the order of the form.
const MOST = 2000;

export function cellsOf(text) {
  return text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
}

export function tableIn(html) {
  if (!/<table/i.test(html)) return null;
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  const rows = [...(table?.rows ?? [])].slice(0, MOST).map((row) =>
    [...row.cells].flatMap((cell) => [cell.textContent.replace(/\s+/g, " ").trim(), ...Array(Math.min(50, cell.colSpan) - 1).fill("")]),
  );
  return rows.length ? rows : null;
}

export function pastedCells(clipboard) {
  return tableIn(clipboard?.getData("text/html") ?? "") ?? cellsOf(clipboard?.getData("text/plain") ?? "");
}

// 姓 名*（必填） and 姓名 are one heading; services/process/forms/row_import.py reads headings the same way.
export const plain = (text) => text.normalize("NFKC").replace(/[（([【].*?[）)\]】]/g, "").replace(/[\s*：:]+/g, "").toLowerCase();

export function columnsByHeading(line, labels) {
  const names = labels.map(plain);
  const found = line.map((cell) => {
    const said = plain(cell);
    if (!said) return -1;
    const exact = names.indexOf(said);
    if (exact >= 0) return exact;
    const near = names.flatMap((name, index) => (name && said.length > 1 && (name.startsWith(said) || said.startsWith(name)) ? [index] : []));
    return near.length === 1 ? near[0] : -1;
  });
  const unique = found.map((column, at) => (found.indexOf(column) === at ? column : -1));
  return unique.filter((column) => column >= 0).length >= Math.min(2, labels.length) ? unique : null;
}

export function withoutNumbering(lines, columns) {
  const counted = lines.length > 1 && lines.every(([cell], index) => cell === String(index + 1));
  return counted && lines[0].length > 1 && lines[0].length >= Math.min(columns, 3) ? lines.map((line) => line.slice(1)) : lines;
}
