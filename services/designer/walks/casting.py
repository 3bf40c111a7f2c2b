"""A first list of people for a draft that has none: one invented unit for each level, one person for each role."""

from collections.abc import Iterator

import yaml

from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.registry import Manifest

from .. import drafts
from .walking import CAST

OWN = "unit"  # the level of the applicants' own unit in a proposed list
RECOMMENDER = "recommender"
FIRST_LINE = "# 预演用的单位和人，照 procedure.yaml 的角色拟的，全部虚构；可以改名、加人。\n"


def propose_cast(uow: UnitOfWork, actor: Actor, draft_id: int) -> None:
    """Put scenarios/cast.yaml into a draft that has none. Raises NotAllowed, NotFound, PenHeld, Invalid."""
    draft = drafts.draft_by_id(uow, actor, draft_id)
    package = drafts.package_of(uow, draft)
    if CAST in package.files:
        raise Invalid(f"草稿里已经有人员名单（{CAST}）了，没有改动。")
    manifest = drafts.checking.manifest_of(package)
    if manifest is None or not manifest.roles:
        raise Invalid("procedure.yaml 里还没有写明角色，不知道要哪些人。请先填办法说明的“角色”。")
    drafts.save_files(uow, actor, draft_id, {CAST: proposed(manifest)}, "照角色拟预演的人员名单")


def proposed(manifest: Manifest) -> bytes:
    """The list: units one below the other, the last level that the roles name on top, the applicants' unit lowest."""
    chain = list(_levels(manifest))
    above = [None, *chain]
    organisations = [
        {"code": level, "name": _unit(level, manifest), "level": level} | ({"parent": parent} if parent else {})
        for level, parent in zip(chain, above, strict=False)
    ]
    people = [
        {
            "login": role.replace(":", "_"),
            "name": f"{title}甲",
            "seats": [{"at": _at(role, manifest), "role": role.partition(":")[2]}],
        }
        for role, title in manifest.roles.items()
    ]
    told = {"since": "2020-01-01", "organisations": organisations, "people": people}
    return (FIRST_LINE + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)).encode()


def _levels(manifest: Manifest) -> Iterator[str]:
    """From the top down. People list roles from the applicant upward, so the last level named is the highest."""
    named = [_at(role, manifest) for role in manifest.roles]
    recommends = [manifest.recommender_level] if manifest.recommender_level else []
    upward = dict.fromkeys([OWN, *recommends, *named])
    yield from reversed(upward)


def _at(role: str, manifest: Manifest) -> str:
    level = role.partition(":")[0]
    if level == RECOMMENDER:
        return manifest.recommender_level or OWN
    return OWN if level == "own" else level


def _unit(level: str, manifest: Manifest) -> str:
    if level == OWN:
        return "样例单位"
    return "样例推荐单位" if level == manifest.recommender_level else f"样例单位（{level}）"
