"""Opinion boxes: the last opinion in the box, what has no room there on an annex sheet."""

from collections.abc import Sequence
from dataclasses import replace

from .data import OpinionShown
from .fit import LINE, POINT, best_size, indented, lines_needed
from .laid import OpinionSheet, ShownOpinion
from .shapes import OpinionBox
from .values import as_date, written

SIGNED_LINE = 1.6
"""Line height of organ, seal and date, in ems; the stylesheet says the same."""
STAMP = 0.64
"""The share of the box that an organ's name may take before it is broken; the stylesheet leaves a little more."""
NOTE_SIZE = 9.0
"""Points of the line that points to the annex; the stylesheet says the same."""


def lay_opinions(
    box: OpinionBox,
    title: str,
    given: Sequence[OpinionShown] | None,
    size: float,
    width: float,
    height: float,
    only: bool = False,
) -> tuple[ShownOpinion, float, OpinionSheet | None]:
    """What stands in a box of width x height millimetres, its size in points, and the sheet for the rest, if any.

    `given` is None while nobody was asked, empty when there is no organ to ask. `only` this size will do.
    """
    signed = 2 * SIGNED_LINE * size * POINT + 0.3
    if not given:
        words = box.not_applicable if given is not None else ""
        return ShownOpinion(words=words, seal=box.seal, signature=box.signature, room=height - signed), size, None
    printed = [_printed(opinion, box) for opinion in given]
    signed += _organ_lines(printed[-1].organ, size, width) * SIGNED_LINE * size * POINT
    last = replace(printed[-1], room=height - signed)
    note = "其余意见见附页" if len(printed) > 1 else ""
    room = last.room - (LINE * NOTE_SIZE * POINT if note else 0)
    fitting = best_size(indented(last.words), size, width, room, LINE, only)
    if fitting is None:
        verdict = _words(written(given[-1].verdict_label), "")
        return replace(last, words=verdict, note="意见全文见附页"), size, _sheet(box, title, printed)
    sheet = _sheet(box, title, printed[:-1]) if note else None
    return replace(last, note=note), fitting, sheet


def _organ_lines(organ: str, size: float, width: float) -> int:
    return lines_needed(organ, STAMP * width / (size * POINT)) if organ else 0


def _sheet(box: OpinionBox, title: str, opinions: Sequence[ShownOpinion]) -> OpinionSheet:
    return OpinionSheet(box.annex or f"{title}（附页）", tuple(opinions))


def _printed(opinion: OpinionShown, box: OpinionBox) -> ShownOpinion:
    day = as_date(opinion.sealed_on)
    signer = written(opinion.signed_by)
    if signer and (principal := written(opinion.on_behalf)):
        signer += f"（受{principal}委托）"
    return ShownOpinion(
        words=_words(written(opinion.verdict_label), written(opinion.text)),
        organ=written(opinion.organ),
        signer="" if box.seal_only else signer,
        seal=box.seal,
        signature=box.signature,
        day=(str(day.year), str(day.month), str(day.day)) if day else ("", "", ""),
    )


def _words(verdict: str, text: str) -> str:
    """The verdict and then the reasons; a text that begins with the verdict does not say it twice."""
    if not verdict or text.startswith(verdict):
        return text
    return verdict + ("" if verdict[-1] in "。！；：" else "。") + text
