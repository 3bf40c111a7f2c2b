"""Deeds: what may be done beside the inbox, as buttons on a page, each with a form; receipts are those of tasks."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from app.uploads import take_files
from services.casework.attachments import Looked, described
from services.casework.cases import Case, case_by_no, instance_of
from services.casework.completions import Completing
from services.casework.completions.complete import ToConfirm
from services.casework.deeds import Deed, NoSuchDeed, attach_to_deed, deed_form, do_deed, open_deeds
from services.casework.instances import Instance, world_for
from services.foundation.errors import Conflict, Invalid, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.people.identity import Actor
from services.people.organisations import Organisation, by_code
from services.process import registry
from services.process.forms import AnswersIncomplete, Form, Sheet, asked, pressed, read_submitted
from services.selection.campaigns import campaign_by_id, instance_of_campaign
from services.selection.organisation_pools import instances_about
from services.selection.studios import Studio, instances_of, studio_by_no
from services.selection.studios.deeds import begin_pool, pools_to_begin

from .case_view import view_of_instance
from .words import clause_texts

page = Blueprint("deeds", __name__)


@dataclass(frozen=True)
class DeedShown:
    """A button: what it says, where it leads, and what the diagram says of it."""

    title: str
    url: str
    about: str


@dataclass(frozen=True)
class Here:
    """What an address means: instances in one of which the element may listen, and the page that led here."""

    instances: list[Instance]
    back: str


Finder = Callable[[UnitOfWork], Here]


@page.app_template_global()
def deeds_of(instance: Instance) -> list[DeedShown]:
    """What whoever looks at the page may do beside the tasks of an instance."""
    if access.present_actor() is None:
        return []
    with access.house().reading() as uow:
        return list(_buttons(uow, access.signed_in_actor(uow), instance))


@page.app_template_global()
def deeds_of_studio(studio: Studio) -> list[DeedShown]:
    """The same for a studio: of all that runs about it."""
    if access.present_actor() is None:
        return []
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        running = [i for i in instances_of(uow, studio) if i.finished_at is None]
        return [row for instance in running for row in _buttons(uow, actor, instance)]


@page.app_template_global()
def pools_of_studio(studio: Studio) -> list[DeedShown]:
    """The processes that whoever looks at the page may begin for a studio."""
    if access.present_actor() is None:
        return []
    with access.house().reading() as uow:
        pools = pools_to_begin(uow, access.signed_in_actor(uow), studio)
    return [DeedShown(p.name, url_for("deeds.begin", no=studio.no, process=p.id), "") for p in pools]


@page.route("/cases/<no>/deeds/<element>", methods=["GET", "POST"])
@access.require_actor
def of_case(no: str, element: str) -> Response:
    """A deed of a case."""
    back = url_for("cases.show", no=no)
    return _answer(lambda uow: Here([instance_of(uow, case_by_no(uow, no))], back), element)


@page.route("/campaigns/<number:campaign_id>/deeds/<element>", methods=["GET", "POST"])
@access.require_actor
def of_campaign(campaign_id: int, element: str) -> Response:
    """A deed of a campaign."""
    back = url_for("campaigns.show", campaign_id=campaign_id)
    return _answer(lambda uow: Here([instance_of_campaign(uow, campaign_by_id(uow, campaign_id))], back), element)


@page.route("/register/<no>/deeds/<element>", methods=["GET", "POST"])
@access.require_actor
def of_studio(no: str, element: str) -> Response:
    """A deed of a studio, in whichever of its processes listens for it."""
    back = url_for("register.show", no=no)
    return _answer(lambda uow: Here(instances_of(uow, studio_by_no(uow, no)), back), element)


@page.route("/organisations/<code>/deeds/<element>", methods=["GET", "POST"])
@access.require_actor
def of_organisation(code: str, element: str) -> Response:
    """A deed of an organisation, in whichever of its processes listens for it."""
    back = url_for("organisations.show", code=code)
    return _answer(lambda uow: Here(instances_about(uow, by_code(uow, code)), back), element)


@page.post("/register/<no>/pools/<process>")
@access.require_actor
def begin(no: str, process: str) -> Response:
    """Begin a process for a studio; whoever has its first task goes on there."""
    with access.house().work() as uow:
        actor = access.signed_in_actor(uow)
        _, moved = begin_pool(uow, actor, studio_by_no(uow, no), process)
        mine = [task.id for task in moved.opened if may_act(actor, task.principals)]
    where = url_for("tasks.show", task_id=mine[0]) if mine else url_for("register.show", no=no)
    return make_response(redirect(where, 303))


def deeds_about(uow: UnitOfWork, actor: Actor, organisation: Organisation) -> list[DeedShown]:
    """What a person may do now in the processes that run about an organisation."""
    running = [i for i in instances_about(uow, organisation) if i.finished_at is None]
    return [row for instance in running for row in _buttons(uow, actor, instance)]


def _buttons(uow: UnitOfWork, actor: Actor, instance: Instance) -> Iterator[DeedShown]:
    deeds = open_deeds(uow, actor, instance)
    elements = registry.load(uow, instance.version_id).pool(instance.process).elements
    for deed in deeds:
        several = sum(other.element == deed.element for other in deeds) > 1
        url = _address(uow, instance, deed.element, deed.at if several else None)
        yield DeedShown(deed.title, url, elements[deed.element].documentation or "")


def _address(uow: UnitOfWork, instance: Instance, element: str, at: int | None) -> str:
    number = instance.subject_id
    if instance.subject_kind == "case":
        return url_for("deeds.of_case", no=uow.session.get_one(Case, number).no, element=element, at=at)
    if instance.subject_kind == "studio":
        return url_for("deeds.of_studio", no=uow.session.get_one(Studio, number).no, element=element, at=at)
    if instance.subject_kind == "organisation":
        code = uow.session.get_one(Organisation, number).code
        return url_for("deeds.of_organisation", code=code, element=element, at=at)
    return url_for("deeds.of_campaign", campaign_id=number, element=element, at=at)


def _answer(find: Finder, element: str) -> Response:
    """Show the deed's form, or hand it in. Whatever is wrong, what was typed comes back with the page."""
    with access.house().reading() as uow:
        place = _place(uow, find, element)
        if request.method == "GET":
            return _page(uow, place)
        typed, rearranged = _typed(uow, place)
        if rearranged and not request.files:
            return _page(uow, place, typed)
    open_form = place.form if place.deed is not None else None
    typed, refusal = take_files(open_form, typed, lambda uow, *file: _attach(uow, find, element, *file))
    if rearranged or refusal is not None:
        with access.house().reading() as uow:
            return _page(uow, _place(uow, find, element), typed, refusal)
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            done, _ = do_deed(uow, actor, place.instance.id, element, _completing(typed), _at())
    except (Invalid, Conflict) as refused:
        with access.house().reading() as uow:
            return _page(uow, _place(uow, find, element), typed, refused)
    return make_response(redirect(url_for("tasks.receipt", task_id=done.task_id), 303))


@dataclass(frozen=True)
class Place:
    """A deed's page: its instance, the deed while it is offered to this person, and its form."""

    actor: Actor
    instance: Instance
    element: str
    deed: Deed | None
    form: Form | None
    back: str


def _place(uow: UnitOfWork, find: Finder, element: str) -> Place:
    """Raises NotFound where there is no such element, NoSuchDeed where somebody only looks who may not do it."""
    actor, here = access.signed_in_actor(uow), find(uow)
    holding = [i for i in here.instances if element in registry.load(uow, i.version_id).pool(i.process).elements]
    if not holding:
        raise NoSuchDeed
    for instance in holding:
        for deed in open_deeds(uow, actor, instance):
            if deed.element == element and _at() in (None, deed.at):
                form = deed_form(uow, actor, instance, deed).form
                return Place(actor, instance, element, deed, form, here.back)
    if request.method == "GET":
        raise NoSuchDeed
    return Place(actor, holding[0], element, None, _form_of(uow, holding[0], element), here.back)


def _form_of(uow: UnitOfWork, instance: Instance, element: str) -> Form | None:
    """The form of a deed that is not offered any more, to give back what was typed."""
    procedure = registry.load(uow, instance.version_id)
    form_id = procedure.pool(instance.process).elements[element].properties.get("form", "")
    return procedure.forms.get(form_id)


def _attach(uow: UnitOfWork, find: Finder, element: str, path: str, name: str, looked: Looked) -> dict[str, object]:
    place = _place(uow, find, element)
    return attach_to_deed(uow, place.actor, place.instance, element, path, name, looked)


def _typed(uow: UnitOfWork, place: Place) -> tuple[dict[str, Any], bool]:
    """What the browser sent, as typed; and whether a button only rearranged the form."""
    if place.form is None:
        return {}, False
    rearranged = pressed(place.form, request.form)
    typed = rearranged if rearranged is not None else read_submitted(place.form, request.form)
    return described(uow, place.actor, place.instance, place.form, typed), rearranged is not None


def _completing(typed: dict[str, Any]) -> Completing:
    seen = request.form.get("seen", "")
    return Completing(
        answers=typed,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        request_key=request.form.get("request_key", "")[:80] or None,
        acknowledged=request.form.get("acknowledged") == "yes",
    )


def _at() -> int | None:
    text = request.args.get("at", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _page(
    uow: UnitOfWork, place: Place, typed: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Response:
    view = view_of_instance(uow, place.instance, place.actor)
    element = view.procedure.pool(place.instance.process).elements[place.element]
    body = render_template(
        "deed.html",
        deed=place.deed,
        title=place.deed.title if place.deed else element.name,
        about=element.documentation,
        founded=element.properties.get("clause", "").split(),
        sheet=_sheet(uow, place, typed, refusal),
        refusal=refusal,
        findings=refusal.findings if isinstance(refusal, ToConfirm) else [],
        seen=place.instance.content_version,
        request_key=secrets.token_urlsafe(18),
        case=view,
        clauses=clause_texts(view.procedure.manifest),
        back=place.back,
    )
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return make_response(body, status)


def _sheet(uow: UnitOfWork, place: Place, typed: dict[str, Any] | None, refusal: Refusal | None) -> Sheet | None:
    if place.form is None:
        return None
    if place.deed is None:
        procedure = registry.load(uow, place.instance.version_id)
        library = world_for(uow, place.instance, procedure).library
        return asked(place.form, typed or {}, library=library, readonly=True)
    found = deed_form(uow, place.actor, place.instance, place.deed)
    errors = refusal.fields if isinstance(refusal, AnswersIncomplete) else {}
    values = typed if typed is not None else found.values
    return asked(place.form, values, found.context, errors, found.library)
