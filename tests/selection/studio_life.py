"""The small town's procedure with what comes after naming: yearly review, change, revocation, by the shared blocks."""

from pathlib import Path
from typing import Any

from services.casework.completions import Completing
from services.casework.deeds import do_deed, open_deeds
from services.casework.instances import Instance
from services.casework.instances import start as start_instance
from services.process import registry
from services.process.registry import Package
from services.selection.studios import Studio
from services.selection.studios.deeds import begin_pool
from tests.builders import Town
from tests.cast import CAST
from tests.drawing import call, diagram, end, formula, pool, start, task, throw
from tests.small_procedure import CAMPAIGN, MESSAGES, SENT, STUDIO, files, manifest

ROOT = Path(__file__).parents[2]
BLOCKS = ("annual_review.bpmn", "revocation.bpmn", "change_of_studio.bpmn")
UNIT, OFFICE, CHAIR = "own:lead,own:union_officer", "city:office", "city:approver"
ROLES = [
    {"role": "own:union_officer", "title": "单位工会"},
    {"role": "own:lead", "title": "领衔人"},
    {"role": "county:approver", "title": "区总工会"},
    {"role": "city:office", "title": "市总工会经办"},
    {"role": "city:approver", "title": "市总工会主席"},
]
DEFAULTS = [{"id": f"D-{n}", "text": "本系统的默认做法"} for n in ("01", "13", "14", "15", "16")]
PAPERS = {
    "review_letter": ("年度考核结果通知书", "青工考"),
    "recheck_letter": ("整改复查结果通知书", "青工查"),
    "revocation_notice": ("撤销称号事先告知书", "青工告"),
    "revocation_decision": ("撤销称号决定", "青工发"),
}
DOCUMENTS = [
    {"id": name, "title": title, "paper": name, "about": "studio", "series": series}
    for name, (title, series) in PAPERS.items()
]
CALLED = {"title": "=sheet.name", "lead": '=if sheet.name = null then null else substring before(sheet.name, "创新")'}
LIVING = {
    **CAST,
    "people": [*CAST["people"], {"login": "chair", "name": "秦川", "seats": [{"at": "city", "role": "approver"}]}],
}
WHO = [(f'="{UNIT}"', "unit_role"), (f'="{OFFICE}"', "office_role"), (f'="{CHAIR}"', "decider_role")]
CASE = pool(
    "申报",
    "application",
    [
        start("A_begin"),
        task("A_write", "填表", assignee="=case.applicant", form="sheet", outputs=[("=answers", "sheet")]),
        throw("A_named", "named", inputs=[("=sheet.name", "name"), ('="staff"', "category")]),
        end("A_done", "已命名"),
    ],
    "A_begin > A_write > A_named > A_done",
    subject="case",
    starters="own:lead",
)
REVIEW = pool(
    "年度考核",
    "review",
    [
        start("Y_begin"),
        call("Y_review", "shared_annual_review", inputs=[("=review_year", "review_year"), *WHO]),
        end("Y_end", "考核办结"),
    ],
    "Y_begin > Y_review > Y_end",
    subject="studio",
    yearly="01-01",
)
CHANGE = pool(
    "变更",
    "change",
    [
        start("H_begin"),
        call(
            "H_change",
            "shared_change_of_studio",
            inputs=[*WHO, ('="county:approver"', "recommender_role"), ('="lead_rule"', "lead_rule")],
        ),
        end("H_end", "变更办结"),
    ],
    "H_begin > H_change > H_end",
    subject="studio",
    starters="own:union_officer",
    only_if='=list contains(["named", "on_record"], studio.status)',
)
REVOCATION = pool(
    "撤销",
    "revocation",
    [start("R_begin"), call("R_revoke", "shared_revocation", inputs=WHO), end("R_end", "撤销程序办结")],
    "R_begin > R_revoke > R_end",
    subject="studio",
    starters="city:office",
    only_if='=not(list contains(["suspended", "revoked"], studio.status))',
)
LEAD_RULE = formula(
    "lead_rule",
    "if new_lead = null or new_lead.name = null or"
    ' (some h in new_lead.honours satisfies list contains(["provincial", "national"], h.level)) then []'
    ' else [{clause: "QS-1", verdict: "FAIL", message: "新领衔人应获省部级以上荣誉称号"}]',
)


def shared() -> dict[str, bytes]:
    """The blocks, and every form and paper cities share."""
    blocks = {f"shared/{name}": (ROOT / "processes" / "shared" / name).read_bytes() for name in BLOCKS}
    return blocks | {f"shared/forms/{p.name}": p.read_bytes() for p in (ROOT / "forms" / "shared").iterdir()}


def living(*pools: tuple[str, str, str], **more: Any) -> Package:
    """The procedure with these pools beside its own; the three of this file where none are given."""
    drawn = diagram(CAMPAIGN, CASE, STUDIO, *(pools or (REVIEW, CHANGE, REVOCATION)), messages=MESSAGES, sent=SENT[1:])
    whole = {**files(drawn, **more), **shared(), "lead_rule.dmn": LEAD_RULE}
    whole["procedure.yaml"] = manifest(roles=ROLES, defaults=DEFAULTS, case=CALLED, documents=DOCUMENTS)
    return Package("hill", whole)


REPORT = {"results": 2, "summary": "按计划开展活动，完成两项成果。"}
RECTIFIED = {"measures": "补充成员，恢复活动，完成一项成果。"}
NOTICE = {
    "cause": "review",
    "facts": "2022年度考核不合格，整改后复查仍不合格。",
    "basis": "办法第九条",
}
SERVED = {"how": "direct", "receiver": "安丽"}
REVOKE = {
    "verdict": "revoke",
    "reasons": "事实清楚，申辩理由不成立。",
    "decided_on": "2023-09-20",
}


def verdict(word: str, results: int = 0) -> dict[str, Any]:
    """What the office finds of a year."""
    return {"verdict": word, "results": results, "note": "见考核表。"}


def named(town: Town, who: str = "lin", at: str = "mill", title: str = "林静创新工作室") -> Studio:
    """A studio in the register, with its plaque."""
    case = town.open_case(who, at, title)
    town.complete(who, "A_write", {"name": title, "amount": 1}, case)
    return next(s for s in town.rows(Studio) if s.case_id == case.id)


def studio(town: Town) -> Studio:
    """The only studio as it is now."""
    (row,) = town.rows(Studio)
    return row


def offered(town: Town, login: str, element: str) -> bool:
    """Whether a person may do a deed now about any studio."""
    with town.house.reading() as uow:
        who = town.who(uow, login)
        running = [i for i in uow.session.query(Instance) if i.subject_kind == "studio" and i.finished_at is None]
        return any(d.element == element for i in running for d in open_deeds(uow, who, i))


def do(town: Town, login: str, element: str, answers: dict[str, Any]) -> None:
    """Somebody does a deed at an element of whatever runs about a studio."""
    with town.house.work() as uow:
        who = town.who(uow, login)
        running = [i for i in uow.session.query(Instance) if i.subject_kind == "studio" and i.finished_at is None]
        here = next(i for i in running if any(d.element == element for d in open_deeds(uow, who, i)))
        do_deed(uow, who, here.id, element, Completing(answers))
    town.settle()


def serve(town: Town, notice: dict[str, Any], served_on: str) -> None:
    """The office draws up the notice of an intended revocation, and it is served."""
    town.complete("office", "shared_revocation_notice", notice)
    town.complete("office", "shared_revocation_served", {**SERVED, "served_on": served_on})


def begin(town: Town, login: str, process: str) -> None:
    """Somebody begins a pool about the only studio, from its page."""
    with town.house.work() as uow:
        begin_pool(uow, town.who(uow, login), uow.session.query(Studio).one(), process)
    town.settle()


def run_by_itself(town: Town, process: str, **variables: Any) -> None:
    """A pool runs about the only studio, whoever began it."""
    with town.house.work() as uow:
        row = uow.session.query(Studio).one()
        about = {"organisation_id": row.organisation_id, "title": row.name, "variables": variables}
        start_instance(uow, registry.current(uow, town.procedure).id, process, row.subject, **about)
    town.settle()
