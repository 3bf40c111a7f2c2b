"""迁移: running cases go on by another version: looked at, proposed, approved by another, reported, taken back."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import migrate
from services.designer.migrate import Counts, Migration, MigrationItem, Preview
from services.designer.migrate.models import ACTED, BACK, CHANGED, FAILED, MOVED, MOVES, STAYS
from services.designer.migrate.propose import REASON_MAX
from services.designer.migrate.queries import may_migrate
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.process import registry
from services.process.registry import ProcedureVersion

page = Blueprint("designer_migrations", __name__, url_prefix="/designer/procedures/<procedure>/migration")

SHOWN_AT_ONCE = 50
BECOMES = "becomes."
STATUS_WORDS = {
    "counting": "正在逐件预览",
    "proposed": "等待另一人批准",
    "running": "正在逐件迁移",
    "done": "迁移完毕",
    "dropped": "提出人已撤回",
    "refused": "未获批准",
}
OUTCOME_WORDS = {
    MOVES: "可以迁移",
    STAYS: "留在原版本",
    MOVED: "已迁移",
    CHANGED: "已有变化，未迁移",
    FAILED: "未能迁移",
    BACK: "已退回原版本",
    ACTED: "已有人办理，不再退回",
}


@dataclass(frozen=True)
class Tab:
    """One narrowing of the table: its word, how many it leaves, whether it is the one chosen."""

    name: str
    word: str
    count: int
    chosen: bool


@page.get("")
@access.require_actor
def choose(procedure: str) -> Response:
    """Choose two versions; what stands where, what needs a person's word, and the first previews."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        old, new = request.args.get("old", type=int), request.args.get("new", type=int)
        return _choose(uow, actor, procedure, old, new, _said(), None)


@page.post("")
@access.require_actor
def create(procedure: str) -> Response:
    """Propose it."""
    old, new = request.form.get("old", 0, type=int), request.form.get("new", 0, type=int)
    mapping = _said()
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            of_procedure(migrate.versions_to_choose(uow, actor, procedure), old, new)
            migration = migrate.propose(uow, actor, old, new, mapping, request.form.get("reason", ""))
    except (Invalid, Conflict) as refusal:
        with access.house().reading() as uow:
            return _choose(uow, access.signed_in_actor(uow), procedure, old, new, mapping, refusal)
    return _to(migration)


@page.get("/<number:migration_id>")
@access.require_actor
def show(procedure: str, migration_id: int) -> Response:
    """The preview of each case, what was decided, and the report."""
    with access.house().reading() as uow:
        return _show(uow, access.signed_in_actor(uow), procedure, migration_id, None)


@page.post("/<number:migration_id>/approval")
@access.require_actor
def approve(procedure: str, migration_id: int) -> Response:
    """A second person approves."""
    return _decide(procedure, migration_id, lambda uow, actor: migrate.approve(uow, actor, migration_id))


@page.post("/<number:migration_id>/refusal")
@access.require_actor
def refuse(procedure: str, migration_id: int) -> Response:
    """A second person refuses."""
    reason = request.form.get("decision", "")
    return _decide(procedure, migration_id, lambda uow, actor: migrate.refuse(uow, actor, migration_id, reason))


@page.post("/<number:migration_id>/withdrawal")
@access.require_actor
def withdraw(procedure: str, migration_id: int) -> Response:
    """Whoever proposed it thinks better of it."""
    return _decide(procedure, migration_id, lambda uow, actor: migrate.drop(uow, actor, migration_id))


@page.post("/<number:migration_id>/return")
@access.require_actor
def take_back(procedure: str, migration_id: int) -> Response:
    """Back, wherever nobody has acted since."""
    why = request.form.get("why", "")
    return _decide(procedure, migration_id, lambda uow, actor: migrate.take_back(uow, actor, migration_id, why))


def _decide(procedure: str, migration_id: int, deed: Any) -> Response:
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            _of(procedure, migrate.migration_by_id(uow, actor, migration_id))
            migration = deed(uow, actor)
    except (Invalid, Conflict) as refusal:
        with access.house().reading() as uow:
            return _show(uow, access.signed_in_actor(uow), procedure, migration_id, refusal)
    return _to(migration)


def _to(migration: Migration) -> Response:
    where = url_for("designer_migrations.show", procedure=migration.procedure, migration_id=migration.id)
    return make_response(redirect(where, 303))


def _of(procedure: str, migration: Migration) -> Migration:
    if migration.procedure != procedure:
        raise NotFound("没有这份迁移方案。")
    return migration


def _said() -> dict[str, str]:
    """{old element: new element} as chosen; what is left open is not said."""
    rows = request.values.items()
    return {name.removeprefix(BECOMES): value for name, value in rows if name.startswith(BECOMES) and value}


def of_procedure(
    versions: list[tuple[ProcedureVersion, int]], old: int | None, new: int | None
) -> tuple[ProcedureVersion | None, ProcedureVersion | None]:
    """Both versions among those of the procedure. Raises NotFound for one that is not."""
    known = {version.id: version for version, _ in versions}
    if any(number and number not in known for number in (old, new)):
        raise NotFound("这个办法没有这个版本。")
    return known.get(old or 0), known.get(new or 0)


def _choose(
    uow: UnitOfWork,
    actor: Actor,
    procedure: str,
    old: int | None,
    new: int | None,
    mapping: dict[str, str],
    refusal: Refusal | None,
) -> Response:
    versions = migrate.versions_to_choose(uow, actor, procedure)
    first, second = of_procedure(versions, old, new)
    at, asks, previews = _looked_at(uow, first, second, mapping)
    body = render_template(
        "designer/migration_choose.html",
        procedure=procedure,
        title=versions[0][0].title,
        versions=versions,
        old=first,
        new=second,
        mapping=mapping,
        positions=at,
        same_shape=bool(at) and migrate.same_shape(uow, old or 0, new or 0),
        asks=asks,
        previews=previews,
        moving=sum(position.count for position in at if position.stays is None),
        staying=sum(position.count for position in at if position.stays is not None),
        migrations=[(row, _counts(uow, row)) for row in migrate.migrations_of(uow, actor, procedure)],
        refusal=refusal,
        reason=request.form.get("reason", ""),
        reason_max=REASON_MAX,
        may_propose=actor.holds("designer"),
        words=STATUS_WORDS,
        sample=SHOWN_AT_ONCE,
    )
    return make_response(body, _status(refusal))


def _looked_at(
    uow: UnitOfWork, old: ProcedureVersion | None, new: ProcedureVersion | None, mapping: dict[str, str]
) -> tuple[list[migrate.Position], list[migrate.Ask], list[Preview]]:
    if old is None or new is None or old.id == new.id:
        return [], [], []
    at = migrate.positions(uow, old.id, new.id, mapping)
    asks = migrate.asked_of(uow, old.id, new.id, mapping, at)
    return at, asks, list(migrate.plan(uow, old.id, new.id, mapping, limit=SHOWN_AT_ONCE))


def _counts(uow: UnitOfWork, migration: Migration) -> Counts:
    return migrate.counts_of(uow, migration)


def _show(uow: UnitOfWork, actor: Actor, procedure: str, number: int, refusal: Refusal | None) -> Response:
    migration = _of(procedure, migrate.migration_by_id(uow, actor, number))
    counts, chosen = _counts(uow, migration), request.args.get("show", "")
    tabs = _tabs(counts, chosen)
    wanted = next((tab for tab in tabs if tab.chosen), tabs[0])
    pages = max(1, -(-wanted.count // SHOWN_AT_ONCE))
    nth = min(max(request.args.get("page", 1, type=int), 1), pages)
    outcome, asks = ("", True) if wanted.name == "asks" else (wanted.name, False)
    items = migrate.items_of(uow, migration, outcome, asks, SHOWN_AT_ONCE, (nth - 1) * SHOWN_AT_ONCE)
    versions = [uow.session.get_one(ProcedureVersion, n) for n in (migration.from_version_id, migration.to_version_id)]
    mine = migration.proposed_by == actor.id
    body = render_template(
        "designer/migration.html",
        procedure=procedure,
        migration=migration,
        old=versions[0],
        new=versions[1],
        counts=counts,
        tabs=tabs,
        items=items,
        wanted=wanted,
        nth=nth,
        pages=pages,
        named=_named(uow, migration),
        people={n: _name(uow, n) for n in (migration.proposed_by, migration.decided_by, migration.taken_back_by)},
        may_decide=may_migrate(actor) and not mine and migration.status == "proposed",
        may_withdraw=mine and actor.holds("designer") and migration.status in ("counting", "proposed"),
        may_take_back=may_migrate(actor) and migration.status == "done" and migration.taken_back_at is None,
        refusal=refusal,
        words=STATUS_WORDS,
        outcomes=OUTCOME_WORDS,
        said={name: request.form.get(name, "") for name in ("decision", "why")},
        where=_where(uow, items),
    )
    return make_response(body, _status(refusal))


def _tabs(counts: Counts, chosen: str) -> list[Tab]:
    """Those that hold something; the first is everything."""
    rows = [("", "全部", counts.total), *((name, word, counts[name]) for name, word in OUTCOME_WORDS.items())]
    rows.append(("asks", "需要指定环节", counts.asks))
    there = [row for row in rows if row[2] or not row[0]]
    known = chosen if chosen in {name for name, _, _ in there} else ""
    return [Tab(name, word, count, name == known) for name, word, count in there]


def _named(uow: UnitOfWork, migration: Migration) -> list[tuple[str, str]]:
    """The mapping in the words of the diagrams."""

    def names(version: int) -> dict[str, str]:
        pools = registry.load(uow, version).definition.pools.values()
        return {e.id: e.name or e.id for pool in pools for e in pool.elements.values()}

    before, after = names(migration.from_version_id), names(migration.to_version_id)
    return [(before.get(old, old), after.get(new, new)) for old, new in migration.mapping.items()]


def _name(uow: UnitOfWork, person_id: int | None) -> str:
    person = uow.session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else ""


def _where(uow: UnitOfWork, items: list[MigrationItem]) -> dict[int, str]:
    """The page of each case and campaign; others have none of their own here."""
    found = {}
    for item in items:
        if item.subject_kind == "case":
            found[item.instance_id] = url_for("cases.show", no=item.no)
        elif item.subject_kind == "campaign":
            found[item.instance_id] = url_for("campaigns.show", campaign_id=item.subject_id)
    return found


def _status(refusal: Refusal | None) -> int:
    return 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
