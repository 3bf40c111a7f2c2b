"""The English catalogue: translations/en/*.po, read at the first English page."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

CHINESE, ENGLISH = "zh", "en"
FOLDER = Path(__file__).parents[1] / "translations" / ENGLISH
HAN = re.compile(r"[\u3400-\u9fff]")
SLOT = re.compile(r"\{([A-Za-z_]\w*)\}")
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


def punctuated(text: str) -> str:
    """Punctuation between values in English."""
    return "".join(MARKS.get(mark, mark) for mark in text)
