"""发布: a draft becomes the version in force, its impact first; and the versions of a procedure, back and forth."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import deploy, drafts, rehearsals, release
from services.designer.check import check_package
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.process.registry import Package, ProcedureVersion
from services.record import audit

from .comparisons import Side, require_reader, told_between, version_side, versions_of
from .drafts import frame

page = Blueprint("designer_releases", __name__, url_prefix="/designer")


@page.get("/drafts/<number:draft_id>/release")
@access.require_actor
def show(draft_id: int) -> Response:
    """What stands between the draft and its release, what changes, and whom it meets."""
    return _page(draft_id, None)


@page.post("/drafts/<number:draft_id>/release")
@access.require_actor
def confirm(draft_id: int) -> Response:
    """Release it. Clicked twice, the second leads to the same version."""
    seen, reason = request.form.get("seen", ""), request.form.get("reason", "")
    try:
        with access.house().work() as uow:
            done = release.release_draft(uow, access.signed_in_actor(uow), draft_id, seen, reason)
            number = done.version.id
    except (Invalid, Conflict) as refusal:
        return _page(draft_id, refusal)
    return make_response(redirect(url_for("designer_releases.released", version_id=number), 303))


@page.get("/versions/<number:version_id>/released")
@access.require_actor
def released(version_id: int) -> str:
    """The version stands: what now, and how running cases may follow."""
    with access.house().reading() as uow:
        require_reader(access.signed_in_actor(uow))
        version = uow.session.get(ProcedureVersion, version_id)
        if version is None:
            raise NotFound("没有这个办法版本。")
        told = _told(uow, version)
        return render_template(
            "designer/released.html",
            version=version,
            told=told[0] if told else None,
            impact=release.impact_of(uow, version.procedure),
            others=len(versions_of(uow, version.procedure)) > 1,
        )


@page.get("/procedures/<procedure>")
@access.require_actor
def versions(procedure: str) -> Response:
    """Every version: who, when, what changed; compare, download, rehearse, go back."""
    return _versions(procedure, None)


@page.post("/versions/<number:version_id>/return")
@access.require_actor
def go_back(version_id: int) -> Response:
    """Put an earlier version in force again."""
    try:
        with access.house().work() as uow:
            done = release.go_back(uow, access.signed_in_actor(uow), version_id, request.form.get("reason", ""))
            procedure, number = done.version.procedure, done.version.number
    except Invalid as refusal:
        with access.house().reading() as uow:
            version = uow.session.get(ProcedureVersion, version_id)
        return _versions(version.procedure if version is not None else "", refusal, version_id)
    flash(f"现在执行的是第 {number} 版。在办案卷仍按各自的版本办理。", "success")
    return make_response(redirect(url_for("designer_releases.versions", procedure=procedure), 303))


def _page(draft_id: int, refusal: Refusal | None) -> Response:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        package = drafts.package_of(uow, draft)
        body = render_template(
            "designer/release.html",
            **frame(uow, actor, draft),
            **_standing(uow, draft.procedure, package),
            digest=package.digest,
            refusal=refusal,
            reason=request.form.get("reason", ""),
            reason_max=release.REASON_MAX,
        )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _standing(uow: UnitOfWork, procedure: str, package: Package) -> dict[str, Any]:
    """Check, rehearsal, comparison and impact of what the draft holds now, and whether it may be released."""
    readable = "procedure.yaml" in package.files
    problems = check_package(package, access.house().wiring.effects).problems if readable else ()
    errors = [p for p in problems if p.severity == "error"]
    known = versions_of(uow, procedure)
    stories = [name for name in package.scenarios if name != "cast.yaml"]
    standing = rehearsals.latest_of(uow, package.digest)
    played = standing is not None and standing.is_over
    failed = standing is not None and bool(standing.failures)
    told = None
    if known and not errors and readable:
        told = told_between(version_side(uow, known[0]), Side("草稿", package, ""))
    same = bool(known) and known[0].digest == package.digest
    return {
        "readable": readable,
        "errors": errors,
        "warnings": [p for p in problems if p.severity != "error"],
        "stories": stories,
        "standing": standing,
        "in_force": known[0] if known else None,
        "same": same,
        "told": told,
        "impact": release.impact_of(uow, procedure),
        "first": not known,
        "ready": readable and not errors and not same and (not stories or played) and (bool(known) or not failed),
    }


def _versions(procedure: str, refusal: Refusal | None, refused: int = 0) -> Response:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        require_reader(actor)
        rows = versions_of(uow, procedure)
        if not rows:
            raise NotFound("没有这个办法。")
        body = render_template(
            "designer/versions.html",
            procedure=procedure,
            title=rows[0].title,
            rows=[(v, _name(uow, v.deployed_by), _told(uow, v)) for v in rows],
            impact=release.impact_of(uow, procedure),
            drafts=[d for d in drafts.open_drafts(uow, actor) if d.procedure == procedure],
            may_write=_may_write(actor),
            refusal=refusal,
            refused=refused,
            reason=request.form.get("reason", ""),
        )
    return make_response(body, 200 if refusal is None else 422)


def _told(uow: UnitOfWork, version: ProcedureVersion) -> list[dict[str, Any]]:
    """What the trail says of each time the version was put in force, the newest first."""
    entries = audit.history(uow, Subject("deployment", version.id))
    told = [e for e in entries if e.kind == deploy.ProcedureDeployed.__name__]
    return [
        {
            "at": e.at,
            "by": _name(uow, e.actor_id),
            "changes": e.facts.get("changes") or [],
            "failures": e.facts.get("failures") or [],
            "reason": e.facts.get("reason") or "",
        }
        for e in sorted(told, key=lambda e: e.at, reverse=True)
    ]


def _name(uow: UnitOfWork, person_id: int | None) -> str:
    person = uow.session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else "随系统装入"


def _may_write(actor: Actor) -> bool:
    return actor.holds(release.ROLE)
