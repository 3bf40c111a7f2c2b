"""A package becomes a version: checked first, stored whole, compared with the one before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.foundation.errors import Invalid, NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry
from services.process.engine import Problem
from services.process.registry import Package, ProcedureVersion, compile_package

from ..check import check_package
from ..compare import compare, sentences
from .events import ProcedureDeployed


class CannotDeploy(Invalid):
    """The check found errors; `problems` are all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        first = problems[0]
        where = f"{first.file} 的“{first.element}”" if first.element else first.file
        super().__init__(f"办法包有 {len(problems)} 处错误，不能发布。首先是 {where}：{first.message}")


@dataclass(frozen=True)
class Deployed:
    """The version that now stands, and sentences on what changed since the one before."""

    version: ProcedureVersion
    changes: list[str]


def deploy(
    uow: UnitOfWork,
    package: Package,
    effects: Collection[str],
    actor_id: int | None = None,
    failures: Sequence[str] = (),
    reason: str = "",
) -> Deployed:
    """Check, store and compare. The same bytes again make no new version. Raises CannotDeploy.

    `failures`: what its own stories said that did not come true; `reason`: why it is put in force; for the trail.
    """
    report = check_package(package, effects)
    if not report.ok:
        raise CannotDeploy([p for p in report.problems if p.severity == "error"])
    procedure = compile_package(package)
    try:
        before = registry.current(uow, procedure.manifest.id)
    except NotFound:
        before = None
    if before is not None and before.digest == package.digest:
        return Deployed(before, ["没有改动，仍是原来的版本。"])
    if before is None:
        changes = [f"首次发布《{procedure.manifest.title}》。"]
    else:
        compiled = registry.load(uow, before.id), procedure
        changes = sentences(compare(registry.package_of(uow, before), package, compiled))
    version = registry.store(uow, package, procedure, actor_id)
    uow.record(
        ProcedureDeployed(
            subject=Subject("deployment", version.id),
            actor_id=actor_id,
            procedure=version.procedure,
            title=version.title,
            version=version.digest,
            changes=changes,
            failures=list(failures),
            reason=reason,
        )
    )
    return Deployed(version, changes)
