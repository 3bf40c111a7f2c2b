"""What is printed on a paper: answers, opinions, known facts, number, code. The caller gathers it; nothing here asks a
database, a calendar or a clock, so that the same data print the same paper in ten years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class OpinionShown:
    """An opinion as the paper shows it: `verdict_label` is the organ's word (同意推荐), `on_behalf` who delegated."""

    text: str
    verdict_label: str = ""
    organ: str = ""
    signed_by: str = ""
    sealed_on: date | None = None
    on_behalf: str = ""


@dataclass(frozen=True)
class CodeShown:
    """What stands in the margin, line breaks kept, and the address of its QR code; without one there is no QR code."""

    number: str
    url: str


@dataclass(frozen=True)
class PaperData:
    """What fills a paper; the empty PaperData prints the blank form.

    `answers`: the answers of a form, or the inputs of whatever issues the paper. Values are FEEL values; the JSON of
    a snapshot goes through `rules.values.from_json` first.
    `opinions` by box, oldest first: a box that is missing prints empty, a box with an empty list has no organ
    to fill it and prints 不适用 where the paper says so. `header` holds what stands above the table and is not
    an answer; the paper reads it as `header.<key>`.
    `known`: facts of the house by name (campaign, case, studio, parameters ...), which no answer can overwrite.
    `number`: the document's number as printed (某工发〔2021〕3号); `issued_on`: the day it bears. A paper reads both by
    these names; while they are missing it prints blanks to be filled by hand.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    opinions: Mapping[str, Sequence[OpinionShown]] = field(default_factory=dict)
    header: Mapping[str, Any] = field(default_factory=dict)
    code: CodeShown | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
    number: str = ""
    issued_on: date | None = None
