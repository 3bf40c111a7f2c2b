"""Pages for people: one file per noun, named in this table."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from app.demo.bar import page as demo_bar

from . import (
    attachments,
    audit_desk,
    batches,
    board,
    calendar,
    campaigns,
    case_strip,
    case_then,
    cases,
    colleagues,
    copies,
    deeds,
    experts,
    extensions,
    inbox,
    incidents,
    language,
    meetings,
    messages,
    notice_desk,
    notices,
    objection_desk,
    objections,
    on_paper,
    operations,
    organisation_tree,
    organisations,
    panels,
    papers,
    passwords,
    people,
    phrases,
    register,
    reports,
    roster,
    setup,
    shell,
    sign_in,
    studio_history,
    substitutes,
    task_ahead,
    task_rows,
    task_uploads,
    tasks,
    verify,
    within_campaign,
)
from .designer import DESIGNER_PAGES

PAGES = (
    sign_in.page,
    passwords.page,
    language.page,
    inbox.page,
    colleagues.page,
    on_paper.page,
    copies.page,
    phrases.page,
    substitutes.page,
    batches.page,
    messages.page,
    tasks.page,
    task_ahead.page,
    task_rows.page,
    task_uploads.page,
    attachments.page,
    cases.page,
    case_then.page,
    case_strip.page,
    deeds.page,
    extensions.page,
    experts.page,
    panels.page,
    campaigns.page,
    board.page,
    meetings.page,
    reports.page,
    studio_history.page,
    notices.page,
    notice_desk.page,
    objections.page,
    objection_desk.page,
    register.page,
    organisations.page,
    within_campaign.page,
    papers.page,
    verify.page,
    calendar.page,
    incidents.page,
    organisation_tree.page,
    people.page,
    roster.page,
    operations.page,
    audit_desk.page,
    setup.page,
    *DESIGNER_PAGES,
    demo_bar,
)


class Number(IntegerConverter):
    """A row's number in an address, as far as the databases can count: beyond that nothing is found."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**31 - 1)


def install(app: Flask) -> None:
    """Put every page where it is found."""
    app.url_map.converters["number"] = Number
    shell.install(app)
    for page in PAGES:
        app.register_blueprint(page)
