"""对比: what is different between two versions, or a draft and a version, in sentences and on the two diagrams."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from app import access
from services.designer import drafts
from services.designer.compare import Change, compare, marks
from services.designer.drafts.zips import write_zip
from services.foundation.errors import NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.registry import Package, ProcedureVersion

from .drafts import frame
from .rehearsals import bpmn, compiled

page = Blueprint("designer_comparisons", __name__, url_prefix="/designer")
GROUPS = (
    ("期限与流程图", ("diagram",)),
    ("参数与阶段", ("parameter", "window")),
    (
        "角色、条款与其他约定",
        ("manifest", "role", "category", "default", "clause", "document", "organ", "target", "meter"),
    ),
    ("表单", ("form",)),
    ("规则", ("table",)),
    ("文书版式", ("paper",)),
    ("情景", ("story",)),
)  # fmt: skip
SIGNS = {"added": "＋ 新增", "removed": "－ 删去", "altered": "～ 改动"}


@dataclass(frozen=True)
class Side:
    """One of the two: its words, its package, and the address of its diagrams up to the file's name."""

    words: str
    package: Package
    diagrams: str


@page.get("/drafts/<number:draft_id>/comparison")
@access.require_actor
def of_draft(draft_id: int) -> str:
    """A draft beside the version in force, or beside the one that ?with= names."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        versions = versions_of(uow, draft.procedure)
        wanted = request.args.get("with", type=int)
        old = next((v for v in versions if v.id == wanted), versions[0] if versions else None)
        way = url_for("designer_files.show", draft_id=draft.id, path="x.bpmn").removesuffix("x.bpmn")
        new = Side("草稿", drafts.package_of(uow, draft), way)
        told = told_between(version_side(uow, old), new) if old is not None else None
        return render_template(
            "designer/comparison.html", told=told, versions=versions, old=old, new=None, **frame(uow, actor, draft)
        )


@page.get("/procedures/<procedure>/comparison")
@access.require_actor
def of_versions(procedure: str) -> str:
    """Two versions of a procedure: ?old=, ?new= (their ids); the newest two without."""
    with access.house().reading() as uow:
        require_reader(access.signed_in_actor(uow))
        versions = versions_of(uow, procedure)
        if not versions:
            raise NotFound("没有这个办法。")
        by_id = {v.id: v for v in versions}
        new = by_id.get(request.args.get("new", type=int) or 0, versions[0])
        old = by_id.get(request.args.get("old", type=int) or 0, versions[min(1, len(versions) - 1)])
        told = told_between(version_side(uow, old), version_side(uow, new))
        return render_template(
            "designer/comparison.html", told=told, versions=versions, old=old, new=new, draft=None, procedure=procedure
        )


@page.get("/versions/<number:version_id>/diagrams/<path:path>")
@access.require_actor
def diagram(version_id: int, path: str) -> Response:
    """A diagram of a version."""
    with access.house().reading() as uow:
        require_reader(access.signed_in_actor(uow))
        version = uow.session.get(ProcedureVersion, version_id)
        package = registry.package_of(uow, version) if version is not None else None
    if package is None or not path.endswith(".bpmn") or path not in package.files:
        raise NotFound("没有这张流程图。")
    return bpmn(package.files[path])


@page.get("/versions/<number:version_id>/package.zip")
@access.require_actor
def download(version_id: int) -> Response:
    """A version as files, byte for byte as it was deployed."""
    with access.house().reading() as uow:
        require_reader(access.signed_in_actor(uow))
        version = uow.session.get(ProcedureVersion, version_id)
        if version is None:
            raise NotFound("没有这个办法版本。")
        response = make_response(write_zip(registry.package_of(uow, version).files))
        name = f"{version.procedure}-{version.digest[:8]}.zip"
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def require_reader(actor: Actor) -> None:
    """A designer or an auditor. Raises NotAllowed."""
    if not any(actor.holds(role) for role in ("designer", "auditor")):
        raise NotAllowed()


def versions_of(uow: UnitOfWork, procedure: str) -> list[ProcedureVersion]:
    """The versions of one procedure, the one in force first."""
    return [v for v in registry.all_versions(uow) if v.procedure == procedure]


def version_side(uow: UnitOfWork, version: ProcedureVersion) -> Side:
    """A version to compare with."""
    way = url_for("designer_comparisons.diagram", version_id=version.id, path="x.bpmn").removesuffix("x.bpmn")
    return Side(f"第 {version.number} 版（{version.digest[:8]}）", registry.package_of(uow, version), way)


def told_between(old: Side, new: Side) -> dict[str, Any] | None:
    """For the template: changes by group, and what is marked on the diagrams; None where a side cannot be read."""
    before, after = compiled(old.package), compiled(new.package)
    if before is None or after is None:
        return None
    changes = compare(old.package, new.package, (before, after))
    found = marks(changes, after)
    marked = {"removed": found.removed, "added": found.added, "altered": found.altered, "notes": found.notes}
    return {
        "changes": changes,
        "groups": [(title, rows) for title, whats in GROUPS if (rows := [c for c in changes if c.what in whats])],
        "signs": SIGNS,
        "marks": marked,
        "diagrams": [(path, old.diagrams + path, new.diagrams + path) for path in _drawn_otherwise(old, new, changes)],
        "sides": (old.words, new.words),
    }


def _drawn_otherwise(old: Side, new: Side, changes: list[Change]) -> list[str]:
    """The diagrams that stand on both sides and have something to show; the main one first."""
    both = old.package.ending(".bpmn").keys() & new.package.ending(".bpmn").keys()
    touched = {c.file for c in changes if c.what == "diagram"}
    drawn = [path for path in both if path in touched or old.package.files[path] != new.package.files[path]]
    return sorted(drawn, key=lambda path: (path != "procedure.bpmn", path))
