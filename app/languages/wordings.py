"""Sentences of the house in English: found again by their wording, after they were put together."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add, itemgetter
from typing import Any

from .catalogue import HAN, SLOT, english
from .dates import WEEKDAYS, english_date, english_spans, month_name

QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》")
INSIDE = {"“": "”", "《": "》"}  # what stands in quotation marks ends at the closing one
BRACKETED = re.compile(r"([^（）]*)（([^（）]*)）(.*)", re.DOTALL)
MEASURED = re.compile(" [个天小件项次行条处分名人字份步]")
LEADING = {"：": ": ", "，": ", ", "；": "; "}
SHAPE = re.compile(r"[ 　“”《》（）〔〕：]")
CUT, CUTS = re.compile(r"(?<=。).|；", re.DOTALL), 4  # where a sentence may end; how many sentences are looked at
HEADLINE = 80  # letters
WORDS, SHAPED = 3, 4  # fixed letters, or fixed letters and marks, from which a wording is not a coincidence


def english_of(text: str) -> str:
    """A sentence of the house in English: by its very words, or by its wording around what it tells of.

    A sentence is put together before a page shows it (`剩余 3 个工作日`), so its message (`剩余 {days} 个工作日`) is
    found again by its fixed words; what stands in the slots is looked up in the same way. Unknown text stays as it is.
    """
    found = _found(text)
    return text if found is None else found


@lru_cache(maxsize=4096)
def _found(text: str) -> str | None:
    if not HAN.search(text):
        return None
    by_words = english_date(text) or _exact(text) or _of_parts(text) or _of_wording(text)
    return by_words or _of_list(text, "、", ", ") or _of_headline(text)


def _exact(text: str) -> str | None:
    message = str(english().gettext(text))
    return message if message != text else None


def _known(text: str) -> bool:
    """Whether nothing of it is left to translate: no Chinese, a message, or a name in quotation marks."""
    return not HAN.search(text) or _found(text) is not None or QUOTED.fullmatch(text) is not None


def _known_as_more_than_a_word(text: str) -> bool:
    return not HAN.search(text) or english_date(text) is not None or ("“" in text and _known(text))


def _of_parts(text: str) -> str | None:
    """Several sentences one after the other: the last, and what stands before it."""
    for cut in [found.start() for found in CUT.finditer(text, 1)][: -CUTS - 1 : -1]:
        last = _found(text[cut:])
        if last is not None and _found(text[:cut]) is not None:
            return f"{english_of(text[:cut])}{'' if last[0] in ';, ' else ' '}{last}"
    return _of_list(text, "；", "; ")


def _of_list(text: str, mark: str, joint: str) -> str | None:
    """Things set side by side, each of which is known."""
    pieces = text.split(mark)
    if len(pieces) > 1 and all(piece and _known(piece) for piece in pieces):
        return joint.join(english_of(piece) for piece in pieces)
    return None


def _of_headline(text: str) -> str | None:
    """What a message is about, and the name of the step: 新待办：单位审核（11月10日截止）."""
    kind, mark, name = text.partition("：")
    whole = mark and len(text) <= HEADLINE and "。" not in text and name.count("（") == name.count("）")
    known = _exact(kind) if whole else None
    return f"{known}: {_in_a_sentence(name)}" if known else None


def _of_wording(text: str) -> str | None:
    for wording in _candidates(text):
        match = wording.pattern.fullmatch(text)
        if match is not None and (not wording.weak or all(map(wording.weak, match.groups()))):
            return _filled(wording, match.groupdict())
    return None


def _filled(wording: "Wording", slots: dict[str, str]) -> str:
    def said(slot: re.Match[str]) -> str:
        name, value = slot[1], slots[slot[1]]
        if name in wording.quoted:
            return value
        return month_name(value) if name == "month" else WEEKDAYS.get(value) or _in_a_sentence(value)

    message = str(english().gettext(wording.message))
    whole = SLOT.sub(said, message)
    if "" in slots.values():
        whole = re.sub(r"(?<=\S) {2,}", " ", whole)
    return whole if message[0].isspace() else whole.lstrip(" ")


def _in_a_sentence(value: str) -> str:
    """What a slot holds, with English punctuation where it begins with a Chinese one."""
    found = _found(value) or english_spans(value)
    if found is not None:
        return found
    bracketed = BRACKETED.fullmatch(value)
    if bracketed is not None:
        before, inside, after = bracketed[1], bracketed[2], bracketed[3]
        aside = _found(f"（{inside}）") or (f" ({_in_a_sentence(inside)})" if not before else "")
        return f"{_in_a_sentence(before)}{aside}{_in_a_sentence(after)}" if aside else value
    return LEADING[value[0]] + _in_a_sentence(value[1:]) if value[:1] in LEADING else value


@dataclass(frozen=True)
class Wording:
    """A message with slots, as it is recognised."""

    message: str
    pattern: re.Pattern[str]
    piece: str  # its longest fixed piece
    quoted: frozenset[str]  # slots that hold names: these stay as they are
    weak: Callable[[str], bool] | None  # what its slots must hold, where its words are few


def _candidates(text: str) -> Iterator[Wording]:
    """Wordings that may be those of a text, the ones with more fixed words first."""
    index = _index()
    found = (row for key in index.keys() & _keys(text) for row in index[key])
    yield from (wording for _, wording in sorted(found, key=itemgetter(0)) if wording.piece in text)


def _keys(text: str) -> set[str]:
    return {*map(add, text, text[1:]), *text}


@lru_cache(maxsize=1)
def _index() -> dict[str, list[tuple[int, Wording]]]:
    """(place in the order, wording) by the rarest two letters of its longest fixed piece."""
    messages: dict[Any, Any] = english()._catalog
    slotted = [m for m in messages if isinstance(m, str) and SLOT.search(m) and HAN.search(SLOT.sub("", m))]
    wordings = [_wording(m) for m in sorted(slotted, key=lambda m: -len(SLOT.sub("", m)))]
    common = Counter(key for wording in wordings for key in _keys(wording.piece))
    found: dict[str, list[tuple[int, Wording]]] = {}
    for row in enumerate(wordings):
        piece = row[1].piece
        keys = [key for key in _keys(piece) if len(key) == 2] or [piece]
        found.setdefault(min(keys, key=lambda key: (common[key], key)), []).append(row)
    return found


def _wording(message: str) -> Wording:
    parts: list[str] = []
    seen: set[str] = set()
    quoted: set[str] = set()
    pieces = SLOT.split(message)
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            parts.append(re.escape(piece))
        elif piece in seen:
            parts.append(f"(?P={piece})")
        else:
            before, after = pieces[number - 1], pieces[number + 1]
            quoted |= {piece} if _stands_in_quotes(before, after) else set()
            parts.append(f"(?P<{piece}>{_anything(piece, before, after)})")
            seen.add(piece)
    pattern = re.compile("".join(parts), re.DOTALL)
    return Wording(message, pattern, max(pieces[::2], key=len), frozenset(quoted), _weakness("".join(pieces[::2])))


def _weakness(fixed: str) -> Callable[[str], bool] | None:
    letters = len(HAN.findall(fixed))
    shaped = letters + len(SHAPE.findall(fixed)) + fixed.count("：")
    if letters >= WORDS or shaped >= SHAPED:
        return None
    return _known if shaped > 1 else _known_as_more_than_a_word


def _stands_in_quotes(before: str, after: str) -> bool:
    return bool(after) and INSIDE.get(before[-1:]) == after[0]


def _anything(name: str, before: str, after: str) -> str:
    """What may stand in a slot: anything, but a name that ends in quotation marks, and numbers where they count."""
    if _stands_in_quotes(before, after):
        mark, close = before[-1], after[0]
        return f"(?:[^{mark}{close}]|{mark}[^{mark}{close}]*{close})*"
    if after[:1] in {"年", "月"} or (before[-1:] == "月" and after[:1] == "日"):
        return r"\d{1,4}"
    if MEASURED.match(after):
        return r"[^\u3400-\u9fff]*?"
    if name in {"hour", "local"}:
        return r"\d\d:\d\d"
    return "[一二三四五六日]" if before[-1:] == "周" else ".*?"
