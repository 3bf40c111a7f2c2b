"""Printing a paper on both sides of its sheets, or as a booklet: two pages on each side of a larger, folded sheet.

WeasyPrint hands over the finished file before it is written; each page becomes a drawing that the sheets place. So a
booklet shows exactly the pages that the paper has, and no further library is needed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.pdf import pydyf

POINTS = 72 / 25.4
"""Points in a millimetre."""
Finisher = Callable[[Any, pydyf.PDF], None]
Side = tuple[int | None, int | None]
"""The pages on the left and on the right half, from 1; None where the half stays blank."""


@dataclass(frozen=True)
class Printing:
    """How a paper goes to the printer, and in how many copies: its pages on both sides of the sheet, or as a booklet on
    sheets of `width` x `height` mm (lying), folded once.
    """

    sheet: str
    width: float
    height: float
    copies: int = 1
    folded: bool = True

    @property
    def words(self) -> str:
        """For people: what to put into the printer."""
        if self.folded:
            return f"{self.sheet}双面，按短边翻转，对折装订，一式{self.copies}份"
        return f"{self.sheet}双面，按长边翻转，一式{self.copies}份"


def sides(pages: int) -> Iterator[Side]:
    """Front and back of each sheet, the outermost first: saddle stitch, blanks at the end of the booklet."""
    whole = -(-pages // 4) * 4

    def page(number: int) -> int | None:
        return number if number <= pages else None

    for sheet in range(whole // 4):
        yield page(whole - 2 * sheet), page(2 * sheet + 1)
        yield page(2 * sheet + 2), page(whole - 2 * sheet - 1)


def finisher(printing: Printing) -> Finisher:
    """A finisher for WeasyPrint: the file as it goes to the printer."""
    return booklet(printing) if printing.folded else duplex(printing)


def duplex(printing: Printing) -> Finisher:
    """A finisher that leaves the pages as they are and tells the printer to turn the sheet over."""

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(
            {"Duplex": "/DuplexFlipLongEdge", "NumCopies": printing.copies, "PrintScaling": "/None"}
        )

    return finish


def booklet(printing: Printing) -> Finisher:
    """A finisher for WeasyPrint that turns the file's pages into the booklet's sides."""

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        old = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        drawings = [_drawing(pdf, page) for page in old]
        order = list(sides(len(drawings)))
        pdf.pages["Kids"], pdf.pages["Count"] = pydyf.Array([]), 0
        for left, right in order:
            _add_side(pdf, printing, drawings, left, right)
        for page in old:
            page.clear()
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(
            {"Duplex": "/DuplexFlipShortEdge", "NumCopies": printing.copies, "PrintScaling": "/None"}
        )

    return finish


def _drawing(pdf: pydyf.PDF, page: pydyf.Dictionary) -> pydyf.Stream:
    stream = pdf.objects[int(page["Contents"].split()[0])]
    stream.extra |= {"Type": "/XObject", "Subtype": "/Form", "BBox": page["MediaBox"], "Resources": page["Resources"]}
    return stream


def _add_side(
    pdf: pydyf.PDF, printing: Printing, drawings: list[pydyf.Stream], left: int | None, right: int | None
) -> None:
    width, height = printing.width * POINTS, printing.height * POINTS
    content, named = pydyf.Stream(), pydyf.Dictionary()
    for name, number, offset in (("Left", left, 0.0), ("Right", right, width / 2)):
        if number is not None:
            content.push_state()
            content.set_matrix(1, 0, 0, 1, offset, 0)
            content.draw_x_object(name)
            content.pop_state()
            named[name] = drawings[number - 1].reference
    pdf.add_object(content)
    box = pydyf.Array([0, 0, width, height])
    side = {"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": box, "Contents": content.reference}
    pdf.add_page(pydyf.Dictionary({**side, "Resources": pydyf.Dictionary({"XObject": named})}))
