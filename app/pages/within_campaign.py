"""What else runs in a campaign: pools about organisations, and in a year's evaluation those about studios."""

from dataclasses import dataclass

from flask import Blueprint, url_for
from sqlalchemy import ColumnElement, select

from app import access
from services.casework.instances import Instance
from services.casework.tasks import Task, open_tasks_of
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation
from services.process import registry
from services.selection.campaigns import Campaign
from services.selection.studios import Studio

page = Blueprint("within_campaign", __name__)


@dataclass(frozen=True)
class Part:
    """One instance in a campaign: about whom, where it stands, how far."""

    title: str
    url: str
    status: str
    finished: bool


@page.app_template_global()
def parts_of_campaign(campaign: Campaign) -> list[tuple[str, list[Part]]]:
    """(name of the pool, its instances by title) for the campaign's page, which asks only for whoever reads papers."""
    with access.house().reading() as uow:
        order = (Instance.process, Instance.title)
        rows = list(uow.session.scalars(select(Instance).where(*_of(campaign)).order_by(*order)))
        tasks = open_tasks_of(uow, [row.id for row in rows])
        found: dict[str, list[Part]] = {}
        for row in rows:
            pool = registry.load(uow, row.version_id).pool(row.process)
            ended = pool.elements[row.ended_at].name if row.ended_at else ""
            mine = [task for task in tasks if task.instance_id == row.id]
            status = _status(mine, ended if row.finished_at else None)
            found.setdefault(pool.name, []).append(Part(row.title, _address(uow, row), status, bool(row.finished_at)))
        return list(found.items())


def _of(campaign: Campaign) -> tuple[ColumnElement[bool], ...]:
    # A campaign that people open makes studios; one that began by itself looks at those there are.
    kinds = ["organisation"] if campaign.opened_by is not None else ["organisation", "studio"]
    return Instance.campaign_id == campaign.id, Instance.subject_kind.in_(kinds)


def _status(tasks: list[Task], ended: str | None) -> str:
    if ended is not None:
        return ended or "已办结"
    return "、".join(dict.fromkeys(task.name for task in tasks)) or "等待中"


def _address(uow: UnitOfWork, row: Instance) -> str:
    if row.subject_kind == "studio":
        return url_for("register.show", no=uow.session.get_one(Studio, row.subject_id).no)
    return url_for("organisations.show", code=uow.session.get_one(Organisation, row.subject_id).code)
