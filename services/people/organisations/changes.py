"""Verbs that change the tree. Who may call them is checked above, where people are known."""

import re
from collections.abc import Mapping

from sqlalchemy import select

from services.foundation.errors import Conflict, Invalid
from services.foundation.storage.unit_of_work import UnitOfWork

from .events import OrganisationAdded, OrganisationMoved
from .models import Organisation
from .tree import organisation, within

# The code stands in addresses.
CODE_SHAPE = re.compile(r"[^\s/\\?#]{1,60}")
LONGEST = {"name": 200, "short_name": 100, "level": 60, "kind": 40}


class CodeTaken(Conflict):
    """Another organisation bears this code."""

    sentence = "该单位代码已被使用。"


class WouldBeCycle(Invalid):
    """An organisation cannot stand below itself."""

    sentence = "上级单位不能是本单位或其下属单位。"


def add(
    uow: UnitOfWork,
    *,
    code: str,
    name: str,
    level: str,
    kind: str = "",
    short_name: str = "",
    parent_id: int | None = None,
    actor_id: int | None = None,
) -> Organisation:
    """Put an organisation into the tree. Refuses with CodeTaken, Invalid (empty texts), NotFound (the parent)."""
    texts = {"code": code, "name": name, "level": level}
    missing = {key: "请填写。" for key, text in texts.items() if not text.strip()}
    if not missing and not CODE_SHAPE.fullmatch(code):
        missing = {"code": "单位代码不超过 60 个字符，不含空格和 / \\ ? # 。"}
    wrong = missing or too_long({"name": name, "short_name": short_name, "level": level, "kind": kind})
    if wrong:
        raise Invalid(fields=wrong)
    if uow.session.scalar(select(Organisation.id).where(Organisation.code == code)) is not None:
        raise CodeTaken(fields={"code": CodeTaken.sentence})
    above = _goes_on(_locked(uow, parent_id)).path if parent_id is not None else "/"

    row = Organisation(
        code=code,
        name=name,
        short_name=short_name or name[: LONGEST["short_name"]],
        kind=kind,
        level=level,
        parent_id=parent_id,
    )
    row.path = f"?{code}"  # its id is part of the path, and only the database knows it
    uow.session.add(row)
    uow.session.flush()
    row.path = f"{above}{row.id}/"
    uow.session.flush()

    uow.record(
        OrganisationAdded(
            organisation_id=row.id, code=code, name=name, level=level, parent_id=parent_id, actor_id=actor_id
        )
    )
    return row


def too_long(texts: Mapping[str, str]) -> dict[str, str]:
    """By field, what does not fit into its column."""
    return {key: f"不能超过 {LONGEST[key]} 个字。" for key, text in texts.items() if len(text) > LONGEST[key]}


def move(uow: UnitOfWork, organisation_id: int, parent_id: int | None, actor_id: int | None = None) -> Organisation:
    """Bring an organisation, with all below it, under another parent (None: a root). Refuses with WouldBeCycle."""
    # The whole tree is locked: two moves that cross (A below B, B below A) are each innocent and a cycle together.
    # It is a rare deed, and a handful of hundred rows.
    uow.session.execute(select(Organisation.id).order_by(Organisation.id).with_for_update())
    uow.session.expire_all()
    row = organisation(uow, organisation_id)
    parent = organisation(uow, parent_id) if parent_id is not None else None
    if parent is not None and row.id in parent.way:
        raise WouldBeCycle(fields={"parent_id": WouldBeCycle.sentence})
    if parent is not None and row.closed_on is None:
        _goes_on(parent)

    before, old = row.parent_id, row.path
    new = f"{parent.path if parent else '/'}{row.id}/"
    for each in within(uow, old):
        each.path = new + each.path[len(old) :]
    row.parent_id = parent_id
    uow.session.flush()

    uow.record(
        OrganisationMoved(
            organisation_id=row.id,
            name=row.name,
            from_parent_id=before,
            to_parent_id=parent_id,
            to_parent_name=parent.name if parent else "",
            actor_id=actor_id,
        )
    )
    return row


def _goes_on(parent: Organisation) -> Organisation:
    if parent.closed_on is not None:
        raise Invalid(fields={"parent_id": f"“{parent.name}”已经撤销，不能作上级单位。"})
    return parent


def _locked(uow: UnitOfWork, organisation_id: int) -> Organisation:
    """A parent that cannot move away while something is put below it."""
    organisation(uow, organisation_id)
    return uow.session.execute(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
