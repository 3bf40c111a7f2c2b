"""The official form as paper on the page, with only my box open: what I write stands in its place.

The paper is the very HTML that is printed, in a shadow tree of its own, so that its stylesheet touches nothing else; my
fields stay in the page's form and are shown in the box through a slot. A browser without declarative shadow trees shows
the fields alone.
"""

import re
from dataclasses import replace

from flask import Blueprint
from markupsafe import Markup

from app import access
from services.casework.tasks import Task
from services.output import issued
from services.output.documents import OpinionShown, parse_paper, render_html
from services.output.documents.shapes import Paper

from .case_view import CaseView

page = Blueprint("on_paper", __name__)

MINE = "我的意见栏"
SLOT = '<slot name="mine"></slot>'
FACE = re.compile(r"@font-face\s*\{[^}]*\}")
OURS = """
:host { display: block; overflow-x: auto; background: #fff }
.sheet { width: max-content; margin: 0 auto; padding: 6mm 0 }
.sheet .words { height: auto !important }
td.is-opinion:has(slot) { outline: 2px solid #175a73; outline-offset: -2px; padding: 2mm !important }
@media (max-width: 860px) {
  .sheet { width: auto; padding: 0 }
  .sheet > *, .sheet tr:not(:has(slot)), .sheet colgroup, .sheet thead { display: none }
  .sheet > :has(slot), .sheet :is(tbody, tr):has(slot), .sheet tr:has(slot) td { display: block; width: auto !important;
    height: auto !important }
  .sheet tr:has(slot) td.is-label div { display: inline-block }
}
"""


@page.app_template_global("on_paper")
def on_paper(case: CaseView, task: Task) -> Markup | None:
    """The shadow tree of the form that holds a task's box; None where no paper of the case holds it."""
    if not task.opinion_box or task.closed_at is not None:
        return None
    for document in case.papers:
        shape = parse_paper(case.procedure.papers[document["paper"]])
        if not isinstance(shape, Paper):
            continue
        with access.house().reading() as uow:
            filling = issued.fill(uow, case.instance, case.procedure, document)
        mine = OpinionShown(text=MINE, verdict_label="", organ="", signed_by="", sealed_on=None)
        opinions = {**filling.opinions, task.opinion_box: [mine]}
        html = render_html(shape, replace(filling, opinions=opinions).data())
        if (placed := f'<p class="filled">{MINE}</p>') in html:
            return _shadow(html.replace(placed, SLOT, 1))
    return None


def _shadow(html: str) -> Markup:
    """Our own template's output, escaped there; nothing that people wrote is marked as safe here."""
    style = FACE.sub("", html.partition("<style>")[2].partition("</style>")[0])
    style = re.sub(r"(?m)^body \{", ".sheet {", re.sub(r"(?s)@page\s*\{.*?\n\}", "", style))
    body = html.partition("<body>")[2].partition("</body>")[0]
    sheet = f'<style>{style}{OURS}</style><div class="sheet">{body}</div>'
    return Markup(f'<template shadowrootmode="open">{sheet}</template>')
