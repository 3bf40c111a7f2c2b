"""Chinese first, English by a switch (docs/decisions/0014).

Templates and code are written in plain Chinese. A template's text becomes a message when Jinja reads it
(`template_text`); a sentence of the house is looked up when a page shows it (`said`). What a person typed, what a
procedure calls its steps, and every paper stay as they were written.
"""

from typing import Any

from flask import Flask, request
from flask_babel import Babel
from flask_babel import Domain as _Domain

from . import catalogue
from .catalogue import CHINESE, ENGLISH, Catalogue
from .template_text import PUNCTUATED, SAID, TemplateText
from .wordings import english_of

LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
COOKIE = "language"


class _OurBabel(Babel):
    """Flask-Babel with a catalogue that is read from its .po files, so that nothing has to be compiled beforehand."""

    catalogue = Catalogue()

    @property
    def domain_instance(self) -> _Domain:
        """The one catalogue of the house."""
        return self.catalogue


def install(app: Flask) -> None:
    """Make every page speak the language that the visitor chose."""
    _OurBabel().init_app(app, default_locale=CHINESE, default_timezone="Asia/Shanghai", locale_selector=chosen)
    app.jinja_env.add_extension(TemplateText)
    app.jinja_env.finalize = said
    app.jinja_env.globals.update({SAID: said, PUNCTUATED: punctuated}, language=chosen, languages=LANGUAGES)


def chosen() -> str:
    """The visitor's language; Chinese unless they switched."""
    asked = request.cookies.get(COOKIE, "") if request else ""
    return asked if asked in LANGUAGES else CHINESE


def said(value: Any) -> Any:
    """A sentence or word of the house in the visitor's language; whatever is not known is shown as it is.

    Only plain strings are looked up: what templates have already put together is Markup and was translated there.
    """
    if type(value) is not str or chosen() == CHINESE:
        return value
    return english_of(value)


def punctuated(marks: str) -> str:
    """What a template puts between two values, in the visitor's language."""
    return marks if chosen() == CHINESE else catalogue.punctuated(marks)


__all__ = ["CHINESE", "COOKIE", "ENGLISH", "LANGUAGES", "chosen", "install", "said"]
