"""审计: the trail of the whole house searched, verified, carried away, by an auditor or an administrator."""

import io
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, send_file

from app import access
from services.foundation.errors import Invalid, NotFound, Refusal
from services.foundation.events import Event, Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output import oversight
from services.output.messages.places import subject_page
from services.people.identity import Person
from services.record import audit
from services.record.audit import Wanted, offline_verifier

page = Blueprint("audit_desk", __name__, url_prefix="/audit")
FLAGS = {
    "": "全部",
    oversight.LATE: "逾期办理",
    oversight.SUBSTITUTED: "代办",
    oversight.EXCEPTIONAL: "延期、撤回、例外",
}
SUBJECTS = {
    "case": "案卷",
    "campaign": "批次",
    "studio": "工作室",
    "organisation": "单位",
    "deployment": "办法部署",
    "draft": "办法草稿",
    "administration": "系统管理",
}
QUERY = ("no", "subject", "kind", "flag", "person", "since", "until", "q")


@page.get("")
@access.require_actor
def index() -> Response:
    """Deeds, newest first, narrowed by what is asked after."""
    asked = {name: request.args.get(name, "").strip() for name in QUERY}
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        oversight.require_looker(actor)
        number = max(request.args.get("page", 1, type=int), 1)
        refusal: Refusal | None = None
        rows: list[audit.Entry] = []
        more = False
        try:
            rows, more = oversight.look(uow, actor, _wanted(uow, asked), asked["flag"], number)
        except (Invalid, NotFound) as wrong:
            refusal = wrong
        return make_response(
            render_template(
                "audit.html",
                rows=[_shown(uow, entry) for entry in rows],
                more=more,
                page=number,
                asked=asked,
                refusal=refusal,
                flags=FLAGS,
                subjects=SUBJECTS,
                kinds={kind: _label(kind) for kind in audit.kinds_told(uow)},
                seal=audit.latest_seal(uow),
                size=audit.how_long(uow),
            ),
            422 if refusal else 200,
        )


@page.post("/verification")
@access.require_actor
def verify() -> Response:
    """Hold the stored trail against its hashes: of one record, or the whole house."""
    no = request.form.get("no", "").strip()
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        oversight.require_looker(actor)
        subject, title = oversight.subject_called(uow, no) if no else (None, "全部记录")
        result = oversight.verify(uow, actor, subject)
        return make_response(
            render_template("audit_verified.html", title=title, no=no, result=result, seal=audit.latest_seal(uow))
        )


@page.post("/exports")
@access.require_actor
def export() -> Response:
    """One record as a file that verifies itself. Written down in the record that it was taken."""
    with access.house().work() as uow:
        name, whole = oversight.export(uow, access.signed_in_actor(uow), request.form.get("no", ""))
    response = send_file(io.BytesIO(whole), "application/zip", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


@page.get("/verifier")
@access.require_actor
def verifier() -> Response:
    """The program that checks an exported record on any machine with Python."""
    with access.house().reading() as uow:
        oversight.require_looker(access.signed_in_actor(uow))
    script = Path(offline_verifier.__file__)
    return send_file(script, "text/x-python", as_attachment=True, download_name="verify.py")


def _wanted(uow: UnitOfWork, asked: dict[str, str]) -> Wanted:
    subject = oversight.subject_called(uow, asked["no"])[0] if asked["no"] else None
    actors = oversight.people_called(uow, asked["person"]) if asked["person"] else None
    return Wanted(
        subject=subject,
        subject_kind=asked["subject"] if asked["subject"] in SUBJECTS else "",
        since=_day(asked["since"]),
        until=_day(asked["until"]),
        kinds=[asked["kind"]] if asked["kind"] else [],
        actors=actors,
        words=asked["q"],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(f"“{text[:20]}”不是日期，应如 2021-12-03。") from None


def _shown(uow: UnitOfWork, entry: audit.Entry) -> dict[str, Any]:
    who = uow.session.get(Person, entry.actor_id) if entry.actor_id else None
    return {
        "entry": entry,
        "who": who.name if who else "系统",
        "label": _label(entry.kind),
        "about": SUBJECTS.get(entry.subject.kind, entry.subject.kind),
        "url": _address(uow, entry.subject),
    }


def _address(uow: UnitOfWork, subject: Subject) -> str:
    if subject.kind not in {"case", "campaign", "studio", "organisation"}:
        return ""
    return subject_page(uow, subject)


def _label(kind: str) -> str:
    return _labels().get(kind) or LABELS.get(kind, kind)


def _labels() -> dict[str, str]:
    known: dict[str, str] = {}
    waiting = list(Event.__subclasses__())
    while waiting:
        one = waiting.pop()
        known[one.__name__] = one.label
        waiting += one.__subclasses__()
    return known


# Events that say their sentence and no word for their kind.
LABELS = {
    "CaseOpened": "提出申报",
    "InstanceStarted": "流程启动",
    "InstanceMoved": "收到消息",
    "InstanceFinished": "流程结束",
    "DeadlineReached": "期限到",
    "ClocksMoved": "期限重新计算",
    "DeadlineExtended": "延长期限",
    "TaskCompleted": "办理",
    "OpinionGiven": "签署意见",
    "TaskUrged": "催办",
    "TaskHandedOver": "转办",
    "AdviceAsked": "委派或加签",
    "AdviceGiven": "委派或加签答复",
    "AdviceRecalled": "收回委派或加签",
    "CopySent": "抄送",
    "CopyRead": "抄送已阅",
    "CampaignOpened": "开启批次",
    "CaseSubmitted": "报送",
    "PanelDrawn": "抽取专家",
    "PaperIssued": "出具文书",
    "PaperPrinted": "印制文书",
    "StudioRegistered": "登记入册",
    "ProcedureDeployed": "部署办法",
    "CalendarChanged": "导入放假安排",
    "PublicNoticeOpened": "开始公示",
    "PublicNoticeClosed": "公示期满",
    "PublicNoticeEnded": "公示结束",
}
