"""运行与设置: what runs, what fires next, what was late, the last seal, every setting; a mail to try the way out."""

import re
import secrets
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from app import access
from app.settings_told import told
from services import calendar
from services.casework import deadlines
from services.casework.instances import Instance
from services.foundation.clock import SystemClock
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.messages.smtp import Letter
from services.record import audit, jobs
from services.record.audit import Verification, Wanted

from .administering import administrator

page = Blueprint("operations", __name__, url_prefix="/administration/operations")
AHEAD = 10
ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,190}")


@page.get("")
@access.require_actor
def show() -> Response:
    """How the house stands."""
    return _page()


@page.post("/verification")
@access.require_actor
def verify() -> Response:
    """Hold the whole trail against its hashes and seals."""
    with access.house().reading() as uow:
        administrator(uow)
        result = audit.verify(uow)
    return _page(checked=result)


@page.post("/mail")
@access.require_actor
def try_mail() -> Response:
    """Send one mail, now, and say what became of it."""
    house = access.house()
    with house.reading() as uow:
        actor = administrator(uow)
    to, post = request.form.get("to", "").strip(), house.wiring.post
    if not ADDRESS.fullmatch(to):
        return _page(mail={"to": to, "wrong": "请填写邮箱地址，如 zhang@example.cn。"}, status=422)
    if post is None:
        raise Invalid("没有配置邮件服务器（MAIL_SERVER），邮件不会发出。")
    text = f"{actor.name}从“运行与设置”页发出这封邮件，用来确认邮件服务器可用。收到即可，不用回复。"
    letter = Letter(f"{secrets.token_hex(16)}@{post.domain}", to, "测试邮件", text, SystemClock().now())
    outcome = post.carry(letter)
    said = "邮件服务器已收下，请到收件箱查看。" if outcome.sent else f"没有发出：{outcome.why}。"
    return _page(mail={"to": to, "said": said, "sent": outcome.sent})


def _page(checked: Verification | None = None, mail: dict[str, Any] | None = None, status: int = 200) -> Response:
    settings = access.application().settings
    with access.house().reading() as uow:
        administrator(uow)
        now, seen = SystemClock().now(), jobs.last_seen(uow)
        page = render_template(
            "operations.html",
            settings=told(settings),
            version=_version(),
            database=uow.session.get_bind().dialect.name,
            lives=seen is not None and now - seen < jobs.SILENCE,
            workers=jobs.at_work(uow),
            queue=jobs.standing(uow),
            next_jobs=jobs.next_jobs(uow, AHEAD),
            overdue=deadlines.overdue(uow),
            next_deadlines=_next(uow),
            late=_late_runs(uow),
            incidents=len(jobs.open_incidents(uow)),
            seal=audit.latest_seal(uow),
            size=audit.how_long(uow),
            calendar=calendar.revisions(uow)[-1:],
            disk=_disk(settings.data_dir),
            checked=checked,
            mail=mail or {},
            has_mail=settings.mail is not None or access.house().wiring.post is not None,
        )
    return make_response(page, status)


def _next(uow: UnitOfWork) -> list[tuple[deadlines.Deadline, str]]:
    rows = deadlines.next_deadlines(uow, AHEAD)
    return [(row, uow.session.get_one(Instance, row.instance_id).title) for row in rows]


def _late_runs(uow: UnitOfWork) -> list[audit.Entry]:
    """The last deadlines that fired late because nothing ran: the sentence says by how much."""
    return audit.search(uow, Wanted(kinds=["DeadlineReached"], words="系统停机"), size=AHEAD)[0]


def _disk(folder: Any) -> str:
    try:
        room = shutil.disk_usage(folder)
    except OSError:
        return "不能读取"
    return f"可用 {room.free / 2**30:.1f} GB，共 {room.total / 2**30:.1f} GB"


def _version() -> str:
    try:
        return version("jiangxin")
    except PackageNotFoundError:
        return "0.1.0"
