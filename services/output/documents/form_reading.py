"""Reading a form: a table of fixed geometry. All is checked, each fault named with its place."""

from collections.abc import Callable
from typing import Any, get_args

from .entries import SHEETS, Entries, PaperRefused, positive
from .geometry import misfits
from .imposition import Printing
from .shapes import (
    Align,
    Block,
    Cell,
    Content,
    Label,
    Line,
    OpinionBox,
    Options,
    Page,
    Paper,
    Part,
    Repeat,
    Row,
    Value,
    ValueForm,
)

CELL_KEYS = {"colspan", "rowspan", "align", "size"}
CONTENT_KEYS: dict[str, set[str]] = {
    "label": {"vertical"},
    "value": {"as", "before", "unit", "labels", "name", "blank"},
    "options": {"choices", "per_line", "before", "notes"},
    "opinion": {"seal", "signature", "seal_only", "not_applicable", "annex"},
}


def read_form(described: Any) -> Paper:
    """The form a mapping describes; raises PaperRefused with all that is wrong."""
    reading = _Reading()
    paper = reading.paper(described)
    problems = reading.problems or misfits(paper)
    if len(set(paper.boxes)) < len(paper.boxes):
        problems.append("同一个意见栏出现了两次")
    if problems:
        raise PaperRefused(problems)
    return paper


class _Reading(Entries):
    """One pass over the file."""

    def paper(self, raw: Any) -> Paper:
        keys = {"kind", "title", "page", "font", "filled", "size", "lines", "blocks", "annex_title", "annex_line",
                "front", "below", "print", "one_size"}  # fmt: skip
        entry = self.mapping(raw, "表样", keys)
        font = self.style(entry, "font", "宋体")
        return Paper(
            title=self.text(entry, "title", "表样"),
            page=self.page(entry.get("page")),
            font=font,
            filled=self.style(entry, "filled", font),
            size=self.number(entry, "size", "表样", 10.5),
            lines=tuple(self.each(entry.get("lines", []), "lines", self.line)),
            blocks=tuple(self.each(entry.get("blocks"), "blocks", self.block, required=True)),
            annex_title=self.text(entry, "annex_title", "表样", "附页"),
            annex_line=self.line(entry["annex_line"], "annex_line") if "annex_line" in entry else None,
            front=tuple(self.each(entry.get("front", []), "front", self.front)),
            below=tuple(self.each(entry.get("below", []), "below", self.line)),
            printing=self.printing(entry["print"], self.page(entry.get("page"))) if "print" in entry else None,
            one_size=entry.get("one_size") is True,
        )

    def front(self, raw: Any, where: str) -> tuple[Line, ...]:
        return tuple(self.each(raw, where, self.line, required=True))

    def printing(self, raw: Any, page: Page) -> Printing:
        entry = self.mapping(raw, "print", {"imposition", "sheet", "copies"})
        folded = self.one_of(entry, "imposition", "print", ("booklet", "duplex"), "") != "duplex"
        sheet = self.one_of(entry, "sheet", "print", tuple(SHEETS), "A3" if folded else "A4")
        height, width = SHEETS[sheet]
        if not folded and sorted((page.width, page.height)) != sorted((width, height)):
            self.wrong("print.sheet", f"{sheet}与本表的页面不同")
        if folded and (page.width, page.height) != (width / 2, height):
            self.wrong("print.sheet", f"{sheet}对折后每面为{width / 2:g}×{height:g}毫米，与本表的页面不同")
        return Printing(sheet, width, height, self.count(entry, "copies", "print", 1), folded)

    def line(self, raw: Any, where: str) -> Line:
        entry = self.mapping(raw, where, {"parts", "height", "size", "title"})
        return Line(
            parts=tuple(self.each(entry.get("parts"), f"{where}.parts", self.part, required=True)),
            height=self.number(entry, "height", where, 8.0),
            size=self.number(entry, "size", where) if "size" in entry else None,
            title=entry.get("title") is True,
        )

    def part(self, raw: Any, where: str) -> Part:
        entry = {"label": raw} if isinstance(raw, str) else raw
        content = self.content(entry, where, {"width", "ruled"})
        if isinstance(content, OpinionBox):
            self.wrong(where, "意见栏只能放在表格里")
            content = Label("")
        width = self.number(entry, "width", where) if isinstance(entry, dict) and "width" in entry else None
        return Part(content, width, isinstance(entry, dict) and entry.get("ruled") is True)

    def block(self, raw: Any, where: str) -> Block:
        entry = self.mapping(raw, where, {"columns", "rows", "new_page"})
        columns = entry.get("columns")
        if not (isinstance(columns, list) and columns and all(map(positive, columns))):
            self.wrong(f"{where}.columns", "应是各栏的毫米数")
            columns = [1.0]
        rows = tuple(self.each(entry.get("rows"), f"{where}.rows", self.row, required=True))
        return Block(tuple(map(float, columns)), rows, entry.get("new_page") is True)

    def row(self, raw: Any, where: str) -> Row:
        entry = self.mapping(raw, where, {"cells", "height", "head", "each", "rows", "annex"})
        repeat = None
        if "each" in entry:
            rows = entry.get("rows")
            if not isinstance(rows, int) or isinstance(rows, bool) or rows < 1:
                self.wrong(f"{where}.rows", "应写明印出的行数")
                rows = 1
            repeat = Repeat(self.source(entry["each"], f"{where}.each"), rows, self.text(entry, "annex", where))
        cells = tuple(self.each(entry.get("cells"), f"{where}.cells", self.cell, required=True))
        if repeat and any(cell.rowspan > 1 or isinstance(cell.content, OpinionBox) for cell in cells):
            self.wrong(where, "重复行里不能向下合并单元格，也不能放意见栏")
        return Row(cells, self.number(entry, "height", where), entry.get("head") is True, repeat)

    def cell(self, raw: Any, where: str) -> Cell:
        entry = {"label": raw} if isinstance(raw, str) else raw
        content = self.content(entry, where, CELL_KEYS)
        entry = entry if isinstance(entry, dict) else {}
        align: Align | None = entry.get("align")
        if align is not None and align not in get_args(Align):
            self.wrong(f"{where}.align", f"只能是{'、'.join(get_args(Align))}")
        return Cell(
            content,
            colspan=self.count(entry, "colspan", where, 1),
            rowspan=self.count(entry, "rowspan", where, 1),
            align=align,
            size=self.number(entry, "size", where) if "size" in entry else None,
        )

    def content(self, raw: Any, where: str, also: set[str]) -> Content:
        kinds = [kind for kind in CONTENT_KEYS if isinstance(raw, dict) and kind in raw]
        if len(kinds) != 1:
            self.wrong(where, f"应恰有{'、'.join(CONTENT_KEYS)}之一")
            return Label("")
        kind = kinds[0]
        entry = self.mapping(raw, where, CONTENT_KEYS[kind] | {kind} | also)
        make: dict[str, Callable[[dict[str, Any], str], Content]] = {
            "label": lambda entry, where: Label(self.text(entry, "label", where, ""), entry.get("vertical") is True),
            "value": self.value,
            "options": self.options,
            "opinion": self.opinion,
        }
        return make[kind](entry, where)

    def value(self, entry: dict[str, Any], where: str) -> Value:
        form: ValueForm = entry.get("as", "text")
        if form not in get_args(ValueForm):
            self.wrong(f"{where}.as", f"只能是{'、'.join(get_args(ValueForm))}")
        return Value(
            source=self.source(entry["value"], f"{where}.value"),
            form=form,
            before=self.text(entry, "before", where, ""),
            unit=self.text(entry, "unit", where, ""),
            labels=self.pairs(entry.get("labels", {}), f"{where}.labels"),
            name=self.text(entry, "name", where, ""),
            blank=self.text(entry, "blank", where, ""),
        )

    def options(self, entry: dict[str, Any], where: str) -> Options:
        choices = self.pairs(entry.get("choices"), f"{where}.choices")
        notes = self.pairs(entry.get("notes", {}), f"{where}.notes")
        if strange := [value for value, _ in notes if value not in dict(choices)]:
            self.wrong(f"{where}.notes", f"没有 {'、'.join(strange)} 这个选项")
        return Options(
            source=self.source(entry["options"], f"{where}.options"),
            choices=choices,
            per_line=self.count(entry, "per_line", where, max(1, len(choices))),
            before=self.text(entry, "before", where, ""),
            notes=tuple((value, self.source(path, f"{where}.notes")) for value, path in notes),
        )

    def opinion(self, entry: dict[str, Any], where: str) -> OpinionBox:
        return OpinionBox(
            box=self.text(entry, "opinion", where),
            seal=self.text(entry, "seal", where, "盖 章"),
            signature=self.text(entry, "signature", where, ""),
            seal_only=entry.get("seal_only") is True,
            not_applicable=self.text(entry, "not_applicable", where, ""),
            annex=self.text(entry, "annex", where, ""),
        )
