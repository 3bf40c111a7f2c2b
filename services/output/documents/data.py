"""What is printed on a paper: answers, opinions, header, code. The caller gathers it; nothing here asks a database."""

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
    """The record's number and the address its QR code leads to."""

    number: str
    url: str


@dataclass(frozen=True)
class PaperData:
    """What fills a paper; the empty PaperData prints the blank form.

    `opinions` by box, oldest first: a box that is missing prints empty, a box with an empty list has no organ
    to fill it and prints 不适用 where the paper says so. `header` holds what stands above the table and is not
    an answer; the paper reads it as `header.<key>`.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    opinions: Mapping[str, Sequence[OpinionShown]] = field(default_factory=dict)
    header: Mapping[str, Any] = field(default_factory=dict)
    code: CodeShown | None = None
