"""A studio as its page shows it: what everybody reads in the register, and its file for those who may read that."""

from dataclasses import dataclass, field
from typing import Any

from services.casework import deadlines
from services.casework.cases import Case
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.record import audit
from services.selection.campaigns import Campaign
from services.selection.studios import (
    CHANGE_WORDS,
    STATUS_WORDS,
    Studio,
    StudioPlaque,
    StudioReview,
    StudioStatus,
    changes_of,
    instances_of,
    may_read_studio,
    plaques_of,
    reviews_of,
    statuses_of,
)
from services.selection.studios.annual_reviews import VERDICT_WORDS
from services.selection.studios.standing import REVOKED

from .case_view import CaseView, SheetShown, Waiting, view_of_instance

VALID_WORDS, REVOKED_WORDS = "称号有效", "称号已撤销"
KIND_WORDS = {"annual": "年度考核", "recheck": "整改复查"}
ENDING_WORDS = {"exchanged": "换发时收回", "returned": "已收回", "void": "声明作废"}


@dataclass(frozen=True)
class ReviewShown:
    """A finding with the words people use."""

    row: StudioReview
    kind: str
    verdict: str


@dataclass(frozen=True)
class ChangeShown:
    """What changed, from what to what."""

    what: str
    old: str
    new: str
    at: Any
    paper_no: str


@dataclass(frozen=True)
class Proceeding:
    """A pool that runs or ran about the studio."""

    name: str
    view: CaseView | None
    started_at: Any
    finished_at: Any


@dataclass
class StudioView:
    """`file` is False for whoever reads the register alone; then the lists of the file are empty."""

    studio: Studio
    category: str
    status: str
    revoked: StudioStatus | None
    former_names: list[str]
    plaques: list[tuple[StudioPlaque, str]]
    file: bool
    case: Case | None = None
    reviews: list[ReviewShown] = field(default_factory=list)
    changes: list[ChangeShown] = field(default_factory=list)
    standing: list[tuple[StudioStatus, str]] = field(default_factory=list)
    proceedings: list[Proceeding] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    timers: list[deadlines.Deadline] = field(default_factory=list)
    sheets: list[SheetShown] = field(default_factory=list)
    history: list[audit.Entry] = field(default_factory=list)


def view_of_studio(uow: UnitOfWork, studio: Studio, actor: Actor | None) -> StudioView:
    """Gather the page for a person, or for a guest."""
    inside = may_read_studio(uow, actor, studio)
    statuses = statuses_of(uow, studio.id)
    revoked = next((row for row in reversed(statuses) if row.status == REVOKED), None)
    changes = changes_of(uow, studio.id)
    view = StudioView(
        studio=studio,
        category=category_of(uow, studio),
        status=status_words(studio, inside),
        revoked=revoked,
        former_names=[str(row.old) for row in changes if row.what == "name"],
        plaques=[(row, ENDING_WORDS.get(row.ending or "", "悬挂中")) for row in plaques_of(uow, studio.id)],
        file=inside,
    )
    if inside:
        view.case = uow.session.get(Case, studio.case_id) if studio.case_id else None
        view.reviews = [_review(row) for row in reviews_of(uow, studio.id)]
        view.changes = [
            ChangeShown(CHANGE_WORDS[row.what], _words(row.old), _words(row.new), row.decided_at, row.paper_no)
            for row in changes
        ]
        view.standing = [(row, STATUS_WORDS.get(row.status, row.status)) for row in reversed(statuses)]
        _what_runs(uow, view, actor)
        view.history = audit.history(uow, studio.subject)
    return view


def status_words(studio: Studio, inside: bool) -> str:
    """The public is told whether the title is valid; how a studio stands is the office's affair."""
    if inside:
        return STATUS_WORDS.get(studio.status, studio.status)
    return REVOKED_WORDS if studio.status == REVOKED else VALID_WORDS


def category_of(uow: UnitOfWork, studio: Studio) -> str:
    """The category's name in the procedure the studio was named by."""
    return category_name(uow, studio.category, studio.campaign_id, studio.procedure)


def category_name(uow: UnitOfWork, category: str, campaign_id: int | None, procedure: str) -> str:
    """The category's name in the version of a campaign, else in the procedure's newest one."""
    campaign = uow.session.get(Campaign, campaign_id) if campaign_id else None
    version_id = campaign.version_id if campaign else None
    if version_id is None and registry.is_deployed(uow, procedure):
        version_id = registry.current(uow, procedure).id
    names = registry.load(uow, version_id).manifest.categories if version_id is not None else {}
    return names.get(category, category)


def _review(row: StudioReview) -> ReviewShown:
    return ReviewShown(row, KIND_WORDS.get(row.kind, row.kind), VERDICT_WORDS.get(row.verdict, row.verdict))


def _words(value: Any) -> str:
    if not isinstance(value, list):
        return str(value or "无")
    return "、".join(str(m.get("name") or "") if isinstance(m, dict) else str(m) for m in value) or "无"


def _what_runs(uow: UnitOfWork, view: StudioView, actor: Actor | None) -> None:
    for instance in instances_of(uow, view.studio):
        name = registry.load(uow, instance.version_id).pool(instance.process).name
        shown = view_of_instance(uow, instance, actor) if instance.finished_at is None else None
        view.proceedings.append(Proceeding(name, shown, instance.started_at, instance.finished_at))
        if shown is not None:
            view.waiting += shown.waiting
            view.timers += shown.other_timers
            view.sheets = view.sheets or shown.sheets
    if not view.sheets and (last := next(iter(instances_of(uow, view.studio)), None)) is not None:
        view.sheets = view_of_instance(uow, last, actor).sheets
