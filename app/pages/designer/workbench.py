"""工作台: the gallery of cities and blocks, the drafts under way, and how one begins."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import drafts
from services.designer.drafts.beginnings import beginning
from services.designer.drafts.choices import blocks_on_offer
from services.designer.drafts.opening import TITLE_MAX
from services.designer.drafts.pen import ROLE
from services.designer.drafts.picture import picture
from services.designer.drafts.zips import MAX_WHOLE
from services.foundation.clock import local
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person, require_role
from services.process import registry
from services.process.registry import Package, ProcedureVersion

page = Blueprint("designer_workbench", __name__, url_prefix="/designer")
MAIN = "procedure.bpmn"
EMPTY = "empty"
NAMELESS = "名称待定的办法"


@dataclass(frozen=True)
class Card:
    """A city in the gallery: in force, or as the house brings it."""

    name: str
    title: str
    deployed: bool


@page.get("")
@access.require_actor
def index() -> Response:
    """Drafts first, then what one may begin from."""
    return _page(None)


@page.get("/gallery/<name>/picture.svg")
@access.require_actor
def show_picture(name: str) -> Response:
    """A city's or a block's diagram as a small picture."""
    with access.house().reading() as uow:
        drafts.open_drafts(uow, access.signed_in_actor(uow))
        package = _package(uow, name)
    blocks = drafts.blocks()
    raw = package.files.get(MAIN, b"") if package is not None else blocks.get(f"shared/{name}.bpmn")
    if raw is None:
        raise NotFound()
    response = make_response(picture(raw))
    response.headers["Content-Type"] = "image/svg+xml"
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@page.get("/new")
@access.require_actor
def new() -> Response:
    """Where a new city begins: its name and title."""
    return _new(None)


@page.post("/drafts")
@access.require_actor
def create() -> Response:
    """A draft of a procedure, a copy of one for a new city, or one from blank."""
    source, copied = request.form.get("source", ""), request.form.get("how") != "revise"
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            drafts.open_drafts(uow, actor)
            held = _source(uow, source)
            name, title = (request.form.get(key, "") for key in ("name", "title"))
            if not copied and held is not None:
                name, title = source, _title(uow, source)
            stories = not copied or bool(request.form.get("stories"))
            draft = drafts.open_draft(uow, actor, held, name, title, stories, copied)
            number = draft.id
    except Invalid as refusal:
        return _new(refusal)
    return _to(number)


@page.post("/packages")
@access.require_actor
def bring() -> Response:
    """A package that comes as a zip becomes a draft of the procedure it names."""
    sent = request.files.get("package")
    with access.house().reading() as uow:
        require_role(access.signed_in_actor(uow), ROLE)  # before anything of a stranger's is opened
    try:
        if sent is None or not sent.filename:
            raise Invalid("请选择办法包（zip 文件）。")
        package = drafts.read_zip(sent.stream.read(MAX_WHOLE))
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            manifest = drafts.checking.manifest_of(package)
            title = manifest.title[:TITLE_MAX] if manifest is not None else NAMELESS
            number = drafts.open_draft(uow, actor, package, package.name, title).id
    except (Invalid, Conflict) as refusal:
        return _page(refusal)
    flash("办法包已打开为草稿，内容原样保留。", "success")
    return _to(number)


def _page(refusal: Refusal | None) -> Response:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        rows = [
            {
                "draft": draft,
                "by": uow.session.get_one(Person, draft.opened_by).name,
                "writer": drafts.writer(uow, draft),
                "at": local(drafts.revisions(uow, draft)[0].at),
            }
            for draft in drafts.open_drafts(uow, actor)
        ]
        body = render_template(
            "designer/workbench.html",
            rows=rows,
            cities=list(_cities(uow)),
            blocks=blocks_on_offer(),
            refusal=refusal,
            may_write=actor.holds("designer"),
        )
    return make_response(body, 200 if refusal is None else 422)


def _new(refusal: Refusal | None) -> Response:
    source = request.values.get("source", EMPTY)
    with access.house().reading() as uow:
        drafts.open_drafts(uow, access.signed_in_actor(uow))
        _source(uow, source)
        title = _title(uow, source) if source != EMPTY else ""
    body = render_template("designer/new.html", source=source, source_title=title, refusal=refusal, typed=request.form)
    return make_response(body, 200 if refusal is None else 422)


def _cities(uow: UnitOfWork) -> Iterator[Card]:
    deployed = {version.procedure: version for version in registry.in_force(uow)}
    yield from (Card(version.procedure, version.title, True) for version in deployed.values())
    for name in drafts.shipped().keys() - deployed.keys():
        yield Card(name, _title(uow, name), False)


def _source(uow: UnitOfWork, source: str) -> ProcedureVersion | Package | None:
    """What a draft begins from: the version in force, else what the house brings along, else next to nothing."""
    if source == EMPTY:
        path, content = beginning("diagram", "procedure", "申报")
        return Package(EMPTY, {path: content.replace(b'"procedure"', b'"application"')})
    if registry.is_deployed(uow, source):
        return registry.current(uow, source)
    if source not in drafts.shipped():
        raise NotFound("没有这个办法。")
    return drafts.shipped()[source]


def _package(uow: UnitOfWork, name: str) -> Package | None:
    if registry.is_deployed(uow, name):
        return registry.package_of(uow, registry.current(uow, name))
    return drafts.shipped().get(name)


def _title(uow: UnitOfWork, name: str) -> str:
    if registry.is_deployed(uow, name):
        return registry.current(uow, name).title
    manifest = drafts.checking.manifest_of(drafts.shipped()[name])
    return manifest.title if manifest is not None else name


def _to(draft_id: int) -> Response:
    return make_response(redirect(url_for("designer_drafts.show", draft_id=draft_id), 303))
