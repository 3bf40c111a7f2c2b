"""Filling an official document, a letter or a list with its data: paragraphs, tables, signatures, annexes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, count, pairwise
from math import ceil

from services.foundation.errors import Invalid

from .data import PaperData
from .fit import POINT, ems
from .headline import headline
from .prose import Blank, Column, Ends, Imprint, Item, Mark, Paragraph, Prose, Several, Sign, Table
from .prose_laid import (
    LaidAnnex,
    LaidBlank,
    LaidEnds,
    LaidImprint,
    LaidItem,
    LaidMark,
    LaidParagraph,
    LaidProse,
    LaidSign,
    LaidTable,
    Run,
)
from .wording import Scope

LINE = 225 / 22
"""Millimetres from line to line: 22 lines on 225 mm (5.2.3)."""
SIGN = 15.79
"""Points from sign to sign: 28 signs on 156 mm (5.2.3)."""
TITLE_SIZE = 22.0
"""二号, in points."""
LIST_TITLE_SIZE = 18.0
MARK_SIZE = 42.0
"""The largest sign of a red head, in points; long names shrink to the type area."""
STYLES = {0: "", 1: "hei", 2: "kai"}
NUMBER = re.compile(r"[^\s〔〕（）()]+〔\d{4}〕[1-9]\d*号")
NO_NUMBER = "　　　〔　　　〕　号"
NO_DATE = "　　　年　　月　　日"
SHORT_NAME = 8
"""Up to so many signs, three organs sign beside one another; two where the names are longer."""
LONG_NAME = 22
BESIDE = 11
"""The signs on a line of an organ's name, alone and beside another."""


class NumberMalformed(Invalid):
    """The document number is not written as GB/T 9704-2012 wants it."""

    def __init__(self, number: str) -> None:
        super().__init__(f"发文字号“{number}”不合规范，应如“某工发〔2021〕3号”：年份用六角括号，序号不编虚位。")


def lay_prose(paper: Prose, data: PaperData) -> LaidProse:
    """The paper filled with the data. Raises NumberMalformed."""
    return _Laying(paper, data).all()


@dataclass
class _Laying:
    paper: Prose
    data: PaperData
    numbers: Iterator[int] = field(default_factory=count)

    def all(self) -> LaidProse:
        paper, scope = self.paper, Scope(self.data)
        annexes = self.annexes(scope)
        size = LIST_TITLE_SIZE if paper.kind == "list" else TITLE_SIZE
        return LaidProse(
            heading=tuple(headline(scope.fill(paper.heading), paper.page.inner_width / (size * POINT))),
            body=self.items(paper.body, scope),
            mark=self.mark(paper.mark, scope) if paper.mark else None,
            number=self.number(scope),
            signer=scope.fill(paper.signer) if paper.signer else None,
            addressee=self.plain(scope.fill(paper.addressee), indent=0) if paper.addressee else None,
            attached=self.attached(annexes),
            sign=self.sign(paper.sign, scope) if paper.sign else None,
            note=self.note(scope),
            annexes=annexes,
            imprint=self.imprint(paper.imprint, scope) if paper.imprint else None,
        )

    def number(self, scope: Scope) -> str | None:
        if self.paper.number is None:
            return None
        number = scope.fill(self.paper.number)
        if number and not NUMBER.fullmatch(number):
            raise NumberMalformed(number)
        return number or (NO_NUMBER if self.paper.kind == "official" else None)

    def mark(self, mark: Mark, scope: Scope) -> LaidMark:
        organs, word = scope.texts(mark.organs), scope.fill(mark.word)
        longest = max(map(ems, organs), default=1.0)
        size = min(MARK_SIZE, 0.96 * self.paper.page.inner_width / POINT / (longest + 0.2 + ems(word)))
        # Names below one another are as wide as the longest of them.
        spread = [(name, size * (longest - ems(name)) / max(1, len(name) - 1)) for name in organs]
        return LaidMark(tuple(spread), word, size)

    def items(self, items: tuple[Item, ...], scope: Scope) -> tuple[LaidItem, ...]:
        return tuple(laid for item in items for laid in self.item(item, scope))

    def item(self, item: Item, scope: Scope) -> Iterator[LaidItem]:
        if isinstance(item, Several):
            if scope.holds(item.condition):
                for inner in scope.each(item.each) if item.each else (scope,):
                    yield from self.items(item.body, inner)
        elif isinstance(item, Paragraph):
            if scope.holds(item.condition):
                yield from self.paragraphs(item, scope)
        elif isinstance(item, Table):
            yield self.table(item, scope)
        elif isinstance(item, Ends):
            yield LaidEnds(scope.fill(item.left), scope.fill(item.right))
        elif isinstance(item, Blank):
            yield LaidBlank(item.lines)

    def paragraphs(self, item: Paragraph, scope: Scope) -> Iterator[LaidParagraph]:
        """One for each line of a text that was typed in lines; the head stands in the first."""
        first: list[Run] = [(scope.fill(item.head), STYLES[item.level])] if item.head else []
        lines = [line.strip() for line in scope.fill(item.text).split("\n")] or [""]
        alone = len(first) == 1 and not any(lines)
        indent = 2 if item.setting == "text" else 0
        for at, line in enumerate(line for line in lines if line or (first and line is lines[0])):
            runs = (*first, (line, "")) if at == 0 else ((line, ""),)
            yield LaidParagraph(next(self.numbers), runs, item.setting, indent, keep=alone)

    def plain(self, text: str, indent: float = 2, hang: float = 0) -> LaidParagraph:
        return LaidParagraph(next(self.numbers), ((text, ""),), indent=indent, hang=hang)

    def table(self, item: Table, scope: Scope) -> LaidTable:
        scopes = list(scope.each(item.each))
        closing = Scope(self.data, (*scope.items, {"rows": [inner.items[-1]["item"] for inner in scopes]}))
        return LaidTable(
            widths=tuple(column.width for column in item.columns),
            heads=tuple(column.title for column in item.columns),
            rows=tuple(tuple((inner.fill(c.value), c.align) for c in item.columns) for inner in scopes),
            total=tuple(
                (closing.fill(cell.text), column.align if cell.span == 1 else "center", cell.span)
                for cell, column in zip(item.total, _last_columns(item), strict=True)
            ),
            size=item.size,
            height=item.height,
        )

    def annexes(self, scope: Scope) -> tuple[LaidAnnex, ...]:
        printed = [annex for annex in self.paper.annexes if scope.holds(annex.condition)]
        width = self.paper.page.inner_width / (TITLE_SIZE * POINT)
        return tuple(
            LaidAnnex(
                f"附件{number}" if len(printed) > 1 else "附件",
                tuple(headline(scope.fill(annex.title), width)),
                self.items(annex.body, scope),
            )
            for number, annex in enumerate(printed, 1)
        )

    def attached(self, annexes: tuple[LaidAnnex, ...]) -> tuple[LaidParagraph, ...]:
        """附件说明 (7.3.4): numbered where there are several, no mark at the end, further lines under the title."""
        titles = ["".join(annex.heading) for annex in annexes]
        if len(titles) == 1:
            return (self.plain("附件：" + titles[0], hang=5),)
        lead = ["附件："] + ["　　　"] * len(titles)
        return tuple(self.plain(f"{lead[at]}{at + 1}.{title}", hang=6) for at, title in enumerate(titles))

    def sign(self, sign: Sign, scope: Scope) -> LaidSign:
        organs = scope.texts(sign.organs)
        alone = len(organs) == 1
        across = 3 if all(len(name) <= SHORT_NAME for name in organs) else 2
        names = [tuple(headline(name, LONG_NAME if alone else BESIDE)) for name in organs]
        return LaidSign(_rows(names or [()], across), scope.fill(sign.date) or NO_DATE, sign.seal)

    def note(self, scope: Scope) -> LaidParagraph | None:
        if self.paper.note is None or not (text := scope.fill(self.paper.note)):
            return None
        return self.plain(f"（{text}）")

    def imprint(self, imprint: Imprint, scope: Scope) -> LaidImprint:
        return LaidImprint(scope.fill(imprint.copies), scope.fill(imprint.organ), scope.fill(imprint.date) or NO_DATE)


def _rows(names: list[tuple[str, ...]], across: int) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The organs in rows as even as can be, the fuller rows first."""
    count = ceil(len(names) / across)
    least, more = divmod(len(names), count)
    stops = list(accumulate([least + 1] * more + [least] * (count - more), initial=0))
    return tuple(tuple(names[start:end]) for start, end in pairwise(stops))


def _last_columns(table: Table) -> list[Column]:
    """The column each cell of the closing row ends at."""
    ends = accumulate(cell.span for cell in table.total)
    return [table.columns[end - 1] for end in ends]
