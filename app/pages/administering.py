"""What the administrator's pages share: who may, which words for positions and levels, a refusal beside its field."""

from dataclasses import dataclass, field
from datetime import date

from flask import request
from sqlalchemy import select

from app import access
from services.foundation.errors import Invalid, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import ADMINISTRATOR, ROLE_TITLES, Actor, require_role
from services.people.organisations import Organisation
from services.process import registry


@dataclass(frozen=True)
class Typed:
    """What was typed into one of a page's forms and refused: shown again with the reason beside each field."""

    form: str = ""
    values: dict[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None

    def value(self, form: str, name: str, otherwise: str = "") -> str:
        """What a field shows."""
        return self.values.get(name, otherwise) if form == self.form else otherwise

    def wrong(self, form: str, name: str) -> str:
        """Why a field was refused."""
        return self.refusal.fields.get(name, "") if self.refusal is not None and form == self.form else ""

    def said(self, form: str) -> str:
        """What is said above a form: the refusal that no field carries."""
        return self.refusal.sentence if self.refusal is not None and form == self.form else ""


def administrator(uow: UnitOfWork) -> Actor:
    """The signed-in administrator. Refuses with NotAllowed."""
    actor = access.signed_in_actor(uow)
    require_role(actor, ADMINISTRATOR)
    return actor


def typed(form: str, refusal: Refusal) -> Typed:
    """What this request handed in."""
    return Typed(form, {name: text for name, text in request.form.items() if name != "csrf_token"}, refusal)


def typed_day(name: str, needed: bool = False) -> date | None:
    """A date field. Raises Invalid."""
    text = request.form.get(name, "").strip()
    if not text and not needed:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(fields={name: "请填写日期，如 2026-01-01。"}) from None


def typed_organisation(uow: UnitOfWork, name: str, needed: bool = True) -> int | None:
    """An organisation named by its code, with or without its name behind it. Raises Invalid."""
    text = request.form.get(name, "").strip()
    if not text and not needed:
        return None
    code = text.split(" ")[0].split("　")[0]
    row = uow.session.scalar(select(Organisation).where(Organisation.code == code))
    if row is None:
        raise Invalid(fields={name: "请填写单位代码，可以从列表里选。"})
    return row.id


def role_choices(uow: UnitOfWork) -> dict[str, str]:
    """Positions by identifier: those of the house, then what the procedures in force name besides."""
    choices = dict(ROLE_TITLES)
    for version in registry.in_force(uow):
        for who, title in registry.load(uow, version.id).manifest.roles.items():
            choices.setdefault(who.split(":", 1)[-1], title)
    return choices


def level_choices(uow: UnitOfWork) -> dict[str, str]:
    """Levels by identifier, with what the procedures say of them; then those that are only in use."""
    choices: dict[str, str] = {}
    for version in registry.in_force(uow):
        for organ in registry.load(uow, version.id).manifest.organs:
            if organ.get("level"):
                choices.setdefault(str(organ["level"]), str(organ["name"]))
    for level in uow.session.scalars(select(Organisation.level).distinct().order_by(Organisation.level)):
        choices.setdefault(level, "")
    return choices


def open_organisations(uow: UnitOfWork) -> list[Organisation]:
    """Those that go on, by code."""
    rows = select(Organisation).where(Organisation.closed_on.is_(None)).order_by(Organisation.code)
    return list(uow.session.scalars(rows))
