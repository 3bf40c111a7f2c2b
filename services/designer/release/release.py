"""Rehearse, then deploy: what the package's own stories say is known before it becomes a version.

A package that contradicts itself from the first day is refused. Of a later version some stories may no longer hold,
because a rule was changed on purpose: that is told to whoever deploys and kept in the trail, not decided by us.
"""

from dataclasses import dataclass

from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import House, Wiring
from services.process.registry import Package, ProcedureVersion, current, is_deployed

from ..check import check_package
from ..deploy import CannotDeploy, deploy
from ..rehearse import rehearse, stories_of

SHOWN = 5  # of the failures; the command `procedure rehearse` tells all


class RehearsalFailed(Invalid):
    """The stories of a new package do not come true; `failures` are all of the reasons."""

    def __init__(self, failures: list[str]) -> None:
        self.failures = failures
        more = f"（另有 {len(failures) - SHOWN} 处）" if len(failures) > SHOWN else ""
        told = "；".join(text.rstrip("。") for text in failures[:SHOWN])
        super().__init__(f"办法包自带的场景没有全部通过，不能发布：{told}{more}。")


@dataclass(frozen=True)
class Released:
    """The version that now stands, what changed, how many stories were played, and what no longer holds in them."""

    version: ProcedureVersion
    changes: list[str]
    stories: int
    failures: list[str]


def release(house: House, package: Package, rehearsed_by: Wiring, actor_id: int | None = None) -> Released:
    """Play the package's stories on the wiring for rehearsals, then deploy. Raises CannotDeploy, RehearsalFailed."""
    errors = [p for p in check_package(package, house.wiring.effects).problems if p.severity == "error"]
    if errors:
        raise CannotDeploy(errors)
    stories = stories_of(package)
    failures = rehearse(package, rehearsed_by).failures if stories and not _stands(house, package) else []
    with house.work() as uow:
        if failures and not is_deployed(uow, package.name):
            raise RehearsalFailed(failures)
        deployed = deploy(uow, package, uow.wiring.effects, actor_id, failures)
    return Released(deployed.version, deployed.changes, len(stories), failures)


def _stands(house: House, package: Package) -> bool:
    """Whether these very bytes are in force already, rehearsed when they came."""
    with house.reading() as uow:
        return is_deployed(uow, package.name) and current(uow, package.name).digest == package.digest
