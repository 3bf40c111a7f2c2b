"""Reading an official document, a letter or a list from its YAML."""

from typing import Any, get_args

from .entries import Entries, PaperRefused
from .prose import (
    Annex,
    Blank,
    Column,
    Ends,
    Imprint,
    Item,
    Mark,
    Paragraph,
    Prose,
    ProseKind,
    Setting,
    Several,
    Sign,
    Table,
    Total,
)
from .shapes import Align, Source
from .wording import Wording

TYPE_AREA = (37.0, 26.0, 35.0, 28.0)
"""GB/T 9704-2012, 5.2.1: upper margin 37, binding margin 28, type area 156 × 225, so right 26 and bottom 35."""
PLAIN_MARGINS = (20.0, 18.0, 20.0, 18.0)
KEYS = {"kind", "title", "heading", "number", "to", "body", "sign", "note"}
KEYS_OF: dict[str, set[str]] = {
    "official": {"mark", "signer", "annexes", "imprint"},
    "letter": {"annexes"},
    "list": {"page"},
}
LEVELS = {"h1": 1, "h2": 2}
PARAGRAPH = {"text", "setting", "if", *LEVELS}


def read_prose(described: dict[str, Any]) -> Prose:
    """The paper a mapping describes; raises PaperRefused with all that is wrong."""
    reading = _Reading()
    paper = reading.prose(described)
    if reading.problems:
        raise PaperRefused(reading.problems)
    return paper


class _Reading(Entries):
    """One pass over the file."""

    width = 0.0

    def prose(self, raw: dict[str, Any]) -> Prose:
        kind: ProseKind = raw["kind"]
        entry = self.mapping(raw, "表样", KEYS | KEYS_OF[kind])
        page = self.page(entry.get("page", {}), PLAIN_MARGINS if kind == "list" else TYPE_AREA)
        self.width = page.inner_width
        return Prose(
            kind=kind,
            title=self.text(entry, "title", "表样"),
            page=page,
            heading=self.wording(entry, "heading", "表样"),
            body=self.items(entry.get("body"), "body"),
            mark=self.mark(entry.get("mark")) if kind == "official" else None,
            number=self.number_line(entry, kind),
            signer=self.optional(entry, "signer"),
            addressee=self.optional(entry, "to"),
            sign=self.sign(entry["sign"]) if "sign" in entry else None,
            note=self.optional(entry, "note"),
            annexes=tuple(self.each(entry.get("annexes", []), "annexes", self.annex)),
            imprint=self.imprint(entry["imprint"]) if "imprint" in entry else None,
        )

    def optional(self, entry: dict[str, Any], key: str) -> Wording | None:
        return self.wording(entry, key, "表样") if key in entry else None

    def number_line(self, entry: dict[str, Any], kind: str) -> Wording | None:
        if kind == "official":
            return self.wording(entry, "number", "表样", "{number}")
        return self.optional(entry, "number")

    def mark(self, raw: Any) -> Mark:
        entry = self.mapping(raw, "mark", {"organs", "word"})
        return Mark(self.names(entry, "organs", "mark"), self.wording(entry, "word", "mark", "文件"))

    def sign(self, raw: Any) -> Sign:
        entry = self.mapping(raw, "sign", {"organs", "date", "seal"})
        seal = self.number(entry, "seal", "sign") if "seal" in entry else None
        return Sign(self.names(entry, "organs", "sign"), self.wording(entry, "date", "sign", "{issued_on}"), seal)

    def annex(self, raw: Any, where: str) -> Annex:
        entry = self.mapping(raw, where, {"title", "body", "if"})
        body = self.items(entry.get("body"), f"{where}.body")
        return Annex(self.wording(entry, "title", where), body, self.condition(entry, where))

    def imprint(self, raw: Any) -> Imprint:
        entry = self.mapping(raw, "imprint", {"copies", "organ", "date"})
        return Imprint(
            copies=self.wording(entry, "copies", "imprint", ""),
            organ=self.wording(entry, "organ", "imprint"),
            date=self.wording(entry, "date", "imprint", "{issued_on}"),
        )

    def items(self, raw: Any, where: str) -> tuple[Item, ...]:
        return tuple(self.each(raw, where, self.item, required=True))

    def item(self, raw: Any, where: str) -> Item:
        if isinstance(raw, str):
            return Paragraph(self.words(raw, where))
        if not isinstance(raw, dict):
            self.wrong(where, "应是一段文字或一组“键: 值”")
        elif "table" in raw:
            return self.table(self.mapping(raw, where, {"table"})["table"], f"{where}.table")
        elif "body" in raw:
            return self.several(self.mapping(raw, where, {"body", "each", "if"}), where)
        elif "blank" in raw:
            return Blank(self.count(self.mapping(raw, where, {"blank"}), "blank", where, 1))
        elif "left" in raw or "right" in raw:
            entry = self.mapping(raw, where, {"left", "right"})
            return Ends(self.wording(entry, "left", where, ""), self.wording(entry, "right", where, ""))
        else:
            return self.paragraph(self.mapping(raw, where, PARAGRAPH), where)
        return Blank(1)

    def several(self, entry: dict[str, Any], where: str) -> Several:
        each = self.list_source(entry, f"{where}.each") if "each" in entry else None
        return Several(self.items(entry["body"], f"{where}.body"), each, self.condition(entry, where))

    def paragraph(self, entry: dict[str, Any], where: str) -> Paragraph:
        heads = [key for key in LEVELS if key in entry]
        if len(heads) > 1 or not (heads or "text" in entry):
            self.wrong(where, "应有 text、h1、h2 之一，h1 与 h2 不能同用")
        setting: Setting = self.one_of(entry, "setting", where, get_args(Setting), "text")  # type: ignore[assignment]
        return Paragraph(
            text=self.wording(entry, "text", where, ""),
            head=self.wording(entry, heads[0], where) if heads else None,
            level=LEVELS[heads[0]] if heads else 0,
            setting=setting,
            condition=self.condition(entry, where),
        )

    def table(self, raw: Any, where: str) -> Table:
        entry = self.mapping(raw, where, {"each", "columns", "total", "size", "height"})
        columns = tuple(self.each(entry.get("columns"), f"{where}.columns", self.column, required=True))
        total = tuple(self.each(entry.get("total", []), f"{where}.total", self.total))
        if (across := sum(column.width for column in columns)) > self.width + 0.05:
            self.wrong(f"{where}.columns", f"各栏共宽{across:g}毫米，版心宽{self.width:g}毫米")
        if total and sum(cell.span for cell in total) != len(columns):
            self.wrong(f"{where}.total", "合计行各格的 span 之和应等于栏数")
        return Table(
            each=self.list_source(entry, f"{where}.each"),
            columns=columns,
            total=total,
            size=self.number(entry, "size", where, 12),
            height=self.number(entry, "height", where, 9),
        )

    def column(self, raw: Any, where: str) -> Column:
        entry = self.mapping(raw, where, {"title", "width", "value", "align"})
        align: Align = self.one_of(entry, "align", where, get_args(Align), "center")  # type: ignore[assignment]
        return Column(
            title=self.text(entry, "title", where),
            width=self.number(entry, "width", where),
            value=self.wording(entry, "value", where),
            align=align,
        )

    def total(self, raw: Any, where: str) -> Total:
        entry = {"text": raw} if isinstance(raw, str) else self.mapping(raw, where, {"text", "span"})
        return Total(self.wording(entry, "text", where, ""), self.count(entry, "span", where, 1))

    def list_source(self, entry: dict[str, Any], where: str) -> Source:
        return self.source(entry.get("each"), where)

    def condition(self, entry: dict[str, Any], where: str) -> Source | None:
        return self.source(entry["if"], f"{where}.if") if "if" in entry else None
