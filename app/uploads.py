"""Uploads: who may send a large body, and how the files of a form come into the house."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, request
from werkzeug.datastructures import FileStorage

from services.casework import attachments
from services.casework.attachments import Looked, NotAccepted
from services.foundation.errors import Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.forms import AnswersIncomplete, Form
from services.process.forms.files import add_at, file_question
from services.process.forms.places import Place, spelled
from services.process.forms.submitted import FILES

from . import access

WITH_FILES = frozenset({"tasks.hand_in", "deeds.of_case", "deeds.of_campaign", "deeds.of_studio"})
"""The pages whose forms may bring files."""
Attach = Callable[[UnitOfWork, str, str, Looked], dict[str, object]]


def install(app: Flask) -> None:
    """Asked before anything reads the body."""
    app.before_request(_admit)


def _admit() -> None:
    """Only somebody signed in may send a film: whoever is not is cut off at the usual length."""
    if request.endpoint in WITH_FILES and access.current_key() is not None:
        request.max_content_length = access.application().settings.upload_limit


def take_files(form: Form | None, typed: dict[str, Any], attach: Attach) -> tuple[dict[str, Any], Refusal | None]:
    """What was typed with the files that came along added to it, each kept at once; and what was wrong with some.

    `attach` is the verb (uow, path, name, looked) that keeps one. A file that was kept stays, whatever else is wrong.
    """
    wrong: dict[str, str] = {}
    for place, sent in _sent() if form is not None else ():
        question = file_question(form, spelled(place)) if form is not None else None
        if question is None:
            continue
        try:
            looked = attachments.looked_at(sent.stream)
            attachments.store_of(access.house().wiring).prepare(looked)
            with access.house().work() as uow:
                kept = attach(uow, spelled(place), sent.filename or "", looked)
        except NotAccepted as refusal:
            wrong[spelled(place)] = f"“{sent.filename}”没有上传：{refusal}"
            continue
        except AnswersIncomplete as refusal:
            wrong |= {path: f"“{sent.filename}”没有上传：{sentence}" for path, sentence in refusal.fields.items()}
            continue
        add_at(typed, place, kept, several=question.multiple)
    return typed, AnswersIncomplete(wrong) if wrong else None


def _sent() -> Iterator[tuple[Place, FileStorage]]:
    for name in request.files:
        if name.endswith(FILES):
            steps = name.removesuffix(FILES).split("-")
            place = tuple(int(step) if step.isdecimal() and len(step) < 5 else step for step in steps)
            yield from ((place, sent) for sent in request.files.getlist(name) if sent.filename)
