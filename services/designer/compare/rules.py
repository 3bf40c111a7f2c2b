"""What changed in the decision tables: which table, which row, which cell, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from services.process.rules.dmn import DmnError
from services.process.rules.dmn.xml import kind, part, parts, read_xml, text_of

from .change import Change, from_to, shown
from .words import HIT_POLICIES

ANY = "-"


@dataclass(frozen=True)
class Row:
    """A rule: its id, and each cell's text by the key of its column."""

    id: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A decision as designers read it. `columns`: key -> (words, what it looks at); `text`: where it is no table."""

    id: str
    name: str
    policy: str = ""
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    text: str = ""


def table_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Change]:
    """Changes of all decisions, by file and decision; layout and descriptions are none."""
    before, after = _tables(old), _tables(new)
    for key in sorted(before.keys() - after.keys()):
        file, table = before[key]
        yield Change("removed", "table", key, f"删去决策“{table.name}”。", before=table.name, file=file)
    for key in sorted(after.keys() - before.keys()):
        file, table = after[key]
        yield Change("added", "table", key, f"新增决策“{table.name}”。", after=table.name, file=file)
    for key in sorted(before.keys() & after.keys()):
        file, table = after[key]
        yield from _table(before[key][1], table, file)


def _tables(files: Mapping[str, bytes]) -> dict[str, tuple[str, Table]]:
    found: dict[str, tuple[str, Table]] = {}
    for path, raw in files.items():
        try:
            root = read_xml(raw)
        except DmnError:
            continue
        for node in parts(root, "decision", "businessKnowledgeModel"):
            found[str(node.get("id"))] = path, _read(node)
    return found


def _read(node: etree._Element) -> Table:
    own, name = str(node.get("id")), str(node.get("name") or node.get("id"))
    table = part(node, "decisionTable")
    if table is None:
        said = [_plain(child) for child in parts(node) if kind(child) not in LEFT_OUT]
        return Table(own, name, text="；".join(filter(None, said)))
    columns: dict[str, tuple[str, str]] = {}
    for column in parts(table, "input"):
        looks = text_of(part(column, "inputExpression"))
        columns[str(column.get("id") or f"in {len(columns)}")] = str(column.get("label") or looks), looks
    outputs = parts(table, "output")
    for column in outputs:
        gives = str(column.get("name") or "")
        columns[str(column.get("id") or f"out {len(columns)}")] = str(column.get("label") or gives or name), gives
    policy = " ".join(filter(None, (table.get("hitPolicy", "UNIQUE"), table.get("aggregation"))))
    rows = []
    for number, rule in enumerate(parts(table, "rule"), 1):
        cells = [text_of(cell) or ANY for cell in parts(rule, "inputEntry", "outputEntry")]
        rows.append(Row(str(rule.get("id") or number), dict(zip(columns, cells, strict=False))))
    return Table(own, name, policy, columns, tuple(rows))


LEFT_OUT = {"description", "variable", "informationRequirement", "knowledgeRequirement", "extensionElements",
            "authorityRequirement", "question", "allowedAnswers"}  # fmt: skip


def _plain(node: etree._Element) -> str:
    """A boxed expression as one line, ids and layout left out."""
    inner = [_plain(child) for child in parts(node) if kind(child) not in {"description", "extensionElements"}]
    name = str(node.get("name") or "")
    text = text_of(node) if kind(node) == "text" or not inner else "，".join(filter(None, inner))
    return f"{name}：{text}" if name and text else text or name


def _table(old: Table, new: Table, file: str) -> Iterator[Change]:
    called = f"决策表“{new.name}”" if new.columns else f"决策“{new.name}”"

    def told(facet: str, sentence: str, a: Any, b: Any, kind: str = "altered") -> Change:
        return Change(kind, "table", new.id, sentence, facet, a, b, file)

    if old.name != new.name:
        yield told("name", f"决策“{old.name}”改名为“{new.name}”。", old.name, new.name)
    if old.policy != new.policy:
        words = [" ".join(HIT_POLICIES.get(p, p) for p in (t.policy,)) or "公式" for t in (old, new)]
        yield told("policy", from_to(called, "取值方式", *words), old.policy, new.policy)
    if old.text != new.text and not (old.columns or new.columns):
        yield told("text", from_to(called, "公式", old.text, new.text), old.text, new.text)
    for key in old.columns.keys() - new.columns.keys():
        word = old.columns[key][0]
        yield told(f"column {key}", f"{called}删去“{word}”一列。", word, None, "removed")
    for key in new.columns.keys() - old.columns.keys():
        word = new.columns[key][0]
        yield told(f"column {key}", f"{called}新增“{word}”一列。", None, word, "added")
    for key in [k for k in new.columns if k in old.columns and old.columns[k] != new.columns[k]]:
        (was, looked), (word, looks) = old.columns[key], new.columns[key]
        if looked == looks:
            yield told(f"column {key}", f"{called}的“{was}”一列改名为“{word}”。", was, word)
        else:
            yield told(f"column {key}", from_to(f"{called}“{word}”一列", "取值", looked, looks), looked, looks)
    yield from _rows(old, new, called, told)


def _rows(old: Table, new: Table, called: str, told: Any) -> Iterator[Change]:
    pairs, gone, come = _paired(old.rows, new.rows)
    both = [key for key in new.columns if key in old.columns]
    for a, number, b in pairs:
        for key in both:
            x, y = a.cells.get(key, ANY), b.cells.get(key, ANY)
            if x != y:
                where = f"{called}第 {number} 行"
                yield told(f"{b.id} {key}", from_to(where, f"“{new.columns[key][0]}”", x, y), x, y)
    for number, row in gone:
        text = _row_words(old, row)
        yield told(row.id, f"{called}删去第 {number} 行（{text}）。", text, None, "removed")
    for number, row in come:
        text = _row_words(new, row)
        yield told(row.id, f"{called}新增第 {number} 行（{text}）。", None, text, "added")
    kept = [b.id for _, _, b in pairs]
    if [a.id for a, _, _ in sorted(pairs, key=lambda p: old.rows.index(p[0]))] != [a.id for a, _, _ in pairs]:
        yield told("order", f"{called}的行调整了先后次序。", None, kept)


Pairs = list[tuple[Row, int, Row]]


def _paired(old: tuple[Row, ...], new: tuple[Row, ...]) -> tuple[Pairs, list[tuple[int, Row]], list[tuple[int, Row]]]:
    """Rows that are the same one: by id, else by what they say, else, for those left over, by their place."""
    left = {row.id: row for row in old}
    matched: dict[int, Row] = {}
    for number, row in enumerate(new, 1):
        if row.id in left:
            matched[number] = left.pop(row.id)
    for number, row in enumerate(new, 1):
        same = next((a for a in left.values() if a.cells == row.cells), None) if number not in matched else None
        if same is not None:
            matched[number] = left.pop(same.id)
    foreign = not {row.id for row in old} & {row.id for row in new}  # another tool gave every row a new id
    for number in range(1, len(new) + 1) if foreign else ():
        beside = old[number - 1] if number <= len(old) else None
        if number not in matched and beside is not None and beside.id in left:
            matched[number] = left.pop(beside.id)
    pairs = [(matched[n], n, row) for n, row in enumerate(new, 1) if n in matched]
    gone = [(n, row) for n, row in enumerate(old, 1) if row.id in left]
    return pairs, gone, [(n, row) for n, row in enumerate(new, 1) if n not in matched]


def _row_words(table: Table, row: Row) -> str:
    said = [f"{table.columns[key][0]} {text}" for key, text in row.cells.items() if text != ANY]
    return shown("，".join(said))
