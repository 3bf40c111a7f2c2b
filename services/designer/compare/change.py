"""A change between two versions: a typed thing that says its Chinese sentence."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """One thing that is different, told once.

    kind: added, removed or altered. what: diagram, parameter, window, manifest, form, table, paper or story.
    element: its id (of a step, a flow, a parameter, a form …). facet: which side of it, empty for the whole.
    before, after: as written, None where there is none. file: in which it stands, empty for procedure.yaml.
    """

    kind: str
    what: str
    element: str
    sentence: str
    facet: str = ""
    before: Any = None
    after: Any = None
    file: str = ""


LONGEST = 60  # characters of a text that a sentence quotes


def shown(value: Any) -> str:
    """A value as a sentence shows it."""
    if value in (None, "", (), [], {}):
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def from_to(whose: str, word: str, before: Any, after: Any) -> str:
    """The sentence of something that was one value and is another."""
    return f"{whose}的{word}由“{shown(before)}”改为“{shown(after)}”。"
