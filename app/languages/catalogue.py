"""The English catalogue: translations/en/*.po, read at the first English page."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

CHINESE, ENGLISH = "zh", "en"
FOLDER = Path(__file__).parents[1] / "translations" / ENGLISH
HAN = re.compile(r"[\u3400-\u9fff]")
SLOT = re.compile(r"\{(\w+)\}")
# Chinese punctuation that may stand alone between two values, and the English for it.
MARKS = dict(zip("，、。；：（）《》　", (", ", ", ", ". ", "; ", ": ", " (", ")", "“", "”", " "), strict=True))


class Catalogue(Domain):
    """Where Flask-Babel finds the translation of a template's text."""

    def get_translations(self) -> NullTranslations:
        """The English messages, or those that say what they are asked."""
        locale = get_locale()
        return english() if locale is not None and locale.language == ENGLISH else NullTranslations()


@lru_cache(maxsize=1)
def english() -> Translations:
    """All messages of the .po files, put together."""
    whole = Translations()
    for file in sorted(FOLDER.glob("*.po")):
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(file.read_bytes()), locale=ENGLISH))
        compiled.seek(0)
        whole.merge(Translations(compiled))
    return whole


@lru_cache(maxsize=4096)
def english_of(text: str) -> str:
    """A sentence of the house in English: by its very words, or by its wording around what it tells of.

    A sentence is put together before a page shows it (`剩余 3 个工作日`), so its message (`剩余 {days} 个工作日`) is
    found again by its fixed words; what stands in the slots is looked up in the same way.
    """
    if not HAN.search(text):
        return text
    found = str(english().gettext(text))
    if found != text:
        return found
    for pattern, message in _wordings().get(text[0], []) + _wordings().get("", []):
        match = pattern.fullmatch(text)
        if match is not None:
            slots = {name: english_of(value) for name, value in match.groupdict().items()}
            return _filled(str(english().gettext(message)), slots)
    return text


def punctuated(text: str) -> str:
    """Punctuation between values in English."""
    return "".join(MARKS.get(mark, mark) for mark in text)


def _filled(message: str, slots: dict[str, str]) -> str:
    return SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), message)


@lru_cache(maxsize=1)
def _wordings() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Messages with slots by their first letter ("" where a slot comes first), those with more fixed words first."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    messages: dict[Any, Any] = english()._catalog
    slotted = [m for m in messages if isinstance(m, str) and SLOT.search(m) and HAN.search(SLOT.sub("", m))]
    for message in sorted(slotted, key=lambda m: -len(SLOT.sub("", m))):
        found.setdefault("" if message[0] == "{" else message[0], []).append((_pattern(message), message))
    return found


def _pattern(message: str) -> re.Pattern[str]:
    parts: list[str] = []
    seen: set[str] = set()
    for number, piece in enumerate(SLOT.split(message)):
        if number % 2 == 0:
            parts.append(re.escape(piece))
        else:
            parts.append(f"(?P={piece})" if piece in seen else f"(?P<{piece}>.*?)")
            seen.add(piece)
    return re.compile("".join(parts), re.DOTALL)
