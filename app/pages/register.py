"""The register of studios: open to everybody; a studio's file and money are shown to its own people and offices."""

from flask import Blueprint, Response, make_response, render_template, request

from app import access
from services.foundation.clock import local_day
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.reports import register_sheet
from services.people.identity import require_role
from services.process import registry
from services.selection.studios import STATUS_WORDS, Studio, instances_of, may_read_studio, studio_by_no
from services.selection.studios.overview import years_so_far
from services.selection.studios.queries import Wanted, all_found, search, years_and_categories
from services.selection.studios.readers import paths_of_offices, under
from services.selection.studios.standing import NAMED, ON_RECORD, RECTIFYING, REVOKED, SUSPENDED
from services.selection.yearly_campaigns.overview import campaigns_so_far

from .open_to_all import for_a_guest
from .reports import as_file
from .studio_view import REVOKED_WORDS, VALID_WORDS, category_name, status_words, view_of_studio
from .words import clause_texts

page = Blueprint("register", __name__)

ADMINISTRATOR = "administrator"
MOST_IN_A_SHEET = 5000
VALID = (NAMED, ON_RECORD, RECTIFYING, SUSPENDED)
PUBLIC_CHOICES = {"valid": (VALID_WORDS, VALID), REVOKED: (REVOKED_WORDS, (REVOKED,))}


@page.get("/register")
def index() -> Response:
    """Every named studio: by words, standing, category and year of naming."""
    with access.house().reading() as uow:
        actor = access.present_actor()
        paths = paths_of_offices(uow, actor)
        wanted, chosen = _wanted(paths)
        number = request.args.get("page", "1")
        found = search(uow, wanted, int(number) if number.isdecimal() and len(number) < 8 else 1)
        years, categories = years_and_categories(uow)
        body = render_template(
            "register.html",
            found=found,
            rows=_rows(uow, found.studios, paths),
            chosen=chosen,
            choices=_choices(paths),
            years=years,
            categories={c: category_name(uow, c, number, procedure) for c, number, procedure in categories},
            administrator=actor is not None and actor.holds(ADMINISTRATOR),
        )
        return for_a_guest(make_response(body))


@page.get("/register.xlsx")
def sheet() -> Response:
    """The same as a table to take along: what was looked for, the public columns, the standing as one may know it."""
    with access.house().reading() as uow:
        paths = paths_of_offices(uow, access.present_actor())
        wanted = _wanted(paths)[0]
        studios = all_found(uow, wanted, MOST_IN_A_SHEET + 1)
        note = f"{local_day(uow.now):%Y-%m-%d}；共 {len(studios)} 个工作室。"
        if len(studios) > MOST_IN_A_SHEET:
            note = f"{local_day(uow.now):%Y-%m-%d}；只列前 {MOST_IN_A_SHEET} 个，请缩小查询范围后再导出。"
        return as_file(register_sheet(_rows(uow, studios[:MOST_IN_A_SHEET], paths), note), "工作室名录.xlsx")


@page.get("/register/years")
@access.require_actor
def years() -> str:
    """How many yearly reviews have begun, and when the next do."""
    with access.house().reading() as uow:
        require_role(access.signed_in_actor(uow), ADMINISTRATOR)
        rows = [(row, registry.load(uow, row.each.version.id).manifest.title) for row in years_so_far(uow)]
        opened = [(row, registry.load(uow, row.each.version.id).manifest.title) for row in campaigns_so_far(uow)]
        return render_template("years.html", rows=rows, opened=opened)


@page.get("/register/<no>")
def show(no: str) -> Response:
    """One studio; its file for those who may read it."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow) if access.present_actor() is not None else None
        view = view_of_studio(uow, studio_by_no(uow, no), actor)
        running = next((p.view for p in view.proceedings if p.view is not None), None)
        clauses = clause_texts(running.procedure.manifest) if running else {}
        body = render_template("studio.html", view=view, studio=view.studio, running=running, clauses=clauses)
        return for_a_guest(make_response(body))


@page.get("/register/<no>/diagram.bpmn")
@access.require_actor
def diagram(no: str) -> Response:
    """The diagram of the version that runs about this studio now."""
    with access.house().reading() as uow:
        studio = studio_by_no(uow, no)
        if not may_read_studio(uow, access.signed_in_actor(uow), studio):
            raise NotFound("名录中没有这个工作室。")
        running = next((i for i in instances_of(uow, studio) if i.finished_at is None), None)
        if running is None:
            raise NotFound("这个工作室目前没有办理中的流程。")
        response = make_response(_diagram(uow, running.version_id))
    response.mimetype = "application/xml"
    return response


def _diagram(uow: UnitOfWork, version_id: int) -> bytes:
    return registry.load(uow, version_id).diagrams["procedure.bpmn"]


def _rows(uow: UnitOfWork, studios: list[Studio], paths: list[str] | None) -> list[tuple[Studio, str, str]]:
    """Studios with the names of their categories and the words for their standing; each name is looked up once."""
    known, names = under(uow, studios, paths), {}
    for s in studios:
        key = (s.category, s.campaign_id, s.procedure)
        if key not in names:
            names[key] = category_name(uow, *key)
    return [(s, names[s.category, s.campaign_id, s.procedure], status_words(s, s.id in known)) for s in studios]


def _wanted(paths: list[str] | None) -> tuple[Wanted, dict[str, str]]:
    """What the address asks for, and the same for filling the form again. What means nothing is left out."""
    chosen = {name: request.args.get(name, "").strip() for name in ("q", "status", "category", "year")}
    choices = _choices(paths)
    if chosen["status"] not in choices:
        chosen["status"] = ""
    if not (chosen["year"].isdecimal() and len(chosen["year"]) == 4 and int(chosen["year"]) > 0):
        chosen["year"] = ""
    public = PUBLIC_CHOICES.get(chosen["status"])
    statuses = public[1] if public else (chosen["status"],) if chosen["status"] else ()
    # How studios elsewhere stand is told to nobody by way of a filter either.
    within = None if public or not chosen["status"] or paths is None else tuple(paths)
    year = int(chosen["year"]) if chosen["year"] else None
    return Wanted(chosen["q"][:100], statuses, chosen["category"], year, within), chosen


def _choices(paths: list[str] | None) -> dict[str, str]:
    """What may be chosen as standing: whether valid, for everybody; the rest for offices."""
    choices = {value: words for value, (words, _) in PUBLIC_CHOICES.items()}
    if paths is None or paths:
        choices |= {status: STATUS_WORDS[status] for status in VALID}
    return choices
