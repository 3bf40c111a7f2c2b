"""A designer releases a draft, or puts an earlier version in force again, from the page."""

from services.foundation.errors import Conflict, Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, require_role
from services.process import registry
from services.process.registry import Package, ProcedureVersion

from .. import drafts, rehearsals
from ..deploy import Deployed, deploy
from ..rehearse import stories_of
from .release import RehearsalFailed

ROLE = "designer"
REASON_MAX = 500


class DraftMovedOn(Conflict):
    """What the person saw is no longer what the draft holds."""

    sentence = "草稿在您查看这一页之后又改过，没有发布。请重新校验、预演，看过对比再发布。"


class NotRehearsed(Invalid):
    """These very bytes have not been rehearsed to the end."""

    sentence = "草稿的现在这个样子还没有预演完，不能发布。请先预演。"


def release_draft(uow: UnitOfWork, actor: Actor, draft_id: int, seen: str, reason: str) -> Deployed:
    """Put a draft in force. `seen`: the digest of what the person looked at. The same bytes twice make one version.

    Raises NotAllowed, NotFound, DraftMovedOn, NotRehearsed, RehearsalFailed, CannotDeploy, Invalid (fields).
    """
    draft = drafts.draft_by_id(uow, actor, draft_id)
    package = drafts.package_of(uow, draft)
    if package.digest != seen:
        raise DraftMovedOn
    if _in_force(uow, package):
        return Deployed(registry.current(uow, package.name), [])
    failures = _failures(uow, package)
    if failures and not registry.is_deployed(uow, package.name):
        raise RehearsalFailed(failures)
    said = _reason(reason, "预演有不符之处，请写明为什么仍要发布。" if failures else "请写明为什么发布这个版本。")
    deployed = deploy(uow, package, uow.wiring.effects, actor.id, failures, said)
    draft.base_version_id = deployed.version.id
    return deployed


def go_back(uow: UnitOfWork, actor: Actor, version_id: int, reason: str) -> Deployed:
    """An earlier version's bytes are in force again. Raises NotAllowed, NotFound, CannotDeploy, Invalid (fields)."""
    require_role(actor, ROLE)
    version = uow.session.get(ProcedureVersion, version_id)
    if version is None:
        raise NotFound("没有这个办法版本。")
    if registry.current(uow, version.procedure).id == version.id:
        return Deployed(version, [])
    said = _reason(reason, "请写明为什么退回这个版本。")
    return deploy(uow, registry.package_of(uow, version), uow.wiring.effects, actor.id, (), said)


def _failures(uow: UnitOfWork, package: Package) -> list[str]:
    """What its rehearsal said; empty for a package that tells no story. Raises NotRehearsed."""
    if not stories_of(package):
        return []
    standing = rehearsals.latest_of(uow, package.digest)
    if standing is None or not standing.is_over:
        raise NotRehearsed
    return standing.failures


def _in_force(uow: UnitOfWork, package: Package) -> bool:
    return registry.is_deployed(uow, package.name) and registry.current(uow, package.name).digest == package.digest


def _reason(text: str, sentence: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise Invalid("没有发布：请写明理由。", fields={"reason": sentence})
    if len(said) > REASON_MAX:
        raise Invalid("没有发布：理由太长。", fields={"reason": f"理由不超过 {REASON_MAX} 个字。"})
    return said
