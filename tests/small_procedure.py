"""A procedure of three short pools that touches what the house does: forms, guard, pre-check, messages, effects.

A case: the applicant writes, the unit's union and the city say something, the campaign hears of it, a studio begins.
"""

from typing import Any

import yaml

from services.process.registry import Package

from .drawing import diagram, end, form, formula, gateway, late, pool, service, start, table, task, throw, wait

MANIFEST: dict[str, Any] = {
    "id": "hill",
    "title": "青山市创新工作室命名办法",
    "short": "QS",
    "recommender_level": "county",
    "naming_organ": "青山市总工会",
    "case": {"title": "=sheet.name"},
    "windows": {
        "application": {"title": "申报阶段", "start": "2021-11-01", "end": "2021-11-10"},
        "public_notice": {"title": "公示阶段", "start": "2021-12-01", "end": "2021-12-10"},
    },
    "parameters": {"grant": {"value": 50000, "title": "资金"}},
    "roles": [
        {"role": "own:union_officer", "title": "单位工会"},
        {"role": "county:approver", "title": "区总工会"},
        {"role": "city:office", "title": "市总工会经办"},
    ],
    "clauses": [{"id": "QS-1", "article": "一", "text": "逐级推荐", "kind": "NODE"}],
    "defaults": [{"id": "D-01", "text": "本系统的默认做法"}],
}

SHEET = form(
    "sheet",
    {"type": "textfield", "key": "name", "label": "名称", "validate": {"required": True}},
    {"type": "number", "key": "amount", "label": "经费"},
)
SAY = form(
    "say",
    {
        "type": "radio",
        "key": "verdict",
        "label": "意见",
        "validate": {"required": True},
        "values": [{"label": "同意", "value": "agree"}, {"label": "退回", "value": "return"}],
    },
    {"type": "textarea", "key": "comment", "label": "意见内容"},
)
RULES = table("rules", ["amount"], ["clause", "verdict", "message"], ["> 100", '"QS-1"', '"FAIL"', '"经费超过上限"'],
              policy="COLLECT")  # fmt: skip
FIT = formula(
    "fit",
    '{verdict: if sheet.amount = 13 then "INELIGIBLE" else "OK",'
    ' findings: [{clause: "QS-1", verdict: if sheet.amount = 13 then "FAIL" else "PASS", message: "不符合条件"}]}',
)

CAMPAIGN = pool(
    "批次",
    "campaign",
    [
        start("C_begin"),
        wait("C_wait", "等待报送", message="handed_in"),
        task("C_list", "确定名单", groups="city:office"),
        end("C_done", "批次结束"),
    ],
    "C_begin > C_wait > C_list > C_done",
    subject="campaign",
    starters="city:office",
)
CASE = pool(
    "申报",
    "application",
    [
        start("A_begin"),
        task("A_write", "填表", assignee="=case.applicant", form="sheet", due="=campaign.windows.application.end",
             outputs=[("=answers", "sheet")], guard="rules", precheck="fit", prefill="=sheet"),
        late("A_late", "A_write", "=campaign.windows.application.end", "申报截止"),
        end("A_expired", "逾期未报"),
        task("A_unit", "单位工会意见", groups="own:union_officer", form="say", clause="QS-1",
             outputs=[("=answers", "unit_opinion")], opinion_box="op_unit"),
        gateway("A_gate", default="A_gate > A_city"),
        task("A_city", "市总工会意见", groups="city:office", form="say", due="=add working days(now(), 5)",
             outputs=[("=answers", "city_opinion")], opinion_box="op_city"),
        throw("A_send", "handed_in", key="=campaign.id", inputs=[("=case.id", "case_id")]),
        throw("A_named", "named", inputs=[("=sheet.name", "name"), ('="staff"', "category")]),
        end("A_done", "已命名"),
    ],
    """A_begin > A_write > A_unit > A_gate > A_city > A_send > A_named > A_done
       A_gate > A_write | =unit_opinion.verdict = "return"
       A_late > A_expired""",
    subject="case",
    starters="own:lead own:union_officer",
)  # fmt: skip
STUDIO = pool(
    "工作室",
    "studio",
    [
        start("S_begin", message="named"),
        service("S_register", "register_studio", inputs=[("=name", "name")]),
        service("S_grant", "pay_grant", inputs=[("=parameters.grant", "amount")]),
        service("S_plaque", "award_plaque"),
        end("S_done", "已挂牌"),
    ],
    "S_begin > S_register > S_grant > S_plaque > S_done",
    subject="studio",
)
MESSAGES = {"handed_in": "=campaign.id", "named": ""}
SENT = [("A_send", "C_wait"), ("A_named", "S_begin")]


def manifest(**changed: Any) -> bytes:
    """The small procedure's procedure.yaml, with some keys said otherwise (None: left out)."""
    data = {key: value for key, value in {**MANIFEST, **changed}.items() if value is not None}
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    for day in ("2021-11-01", "2021-11-10", "2021-12-01", "2021-12-10"):
        text = text.replace(f"'{day}'", day)
    return text.encode()


def files(drawing: bytes | None = None, **more: bytes) -> dict[str, bytes]:
    """The files of the small procedure; `more` by path with `/` and `.` written as `__` and `_dot_`."""
    base = {
        "procedure.yaml": manifest(),
        "procedure.bpmn": drawing or diagram(CAMPAIGN, CASE, STUDIO, messages=MESSAGES, sent=SENT),
        "rules.dmn": RULES,
        "fit.dmn": FIT,
        "forms/sheet.form": SHEET,
        "forms/say.form": SAY,
    }
    return base | {path.replace("__", "/").replace("_dot_", "."): raw for path, raw in more.items()}


def package(drawing: bytes | None = None, **more: bytes) -> Package:
    """The small procedure as a package."""
    return Package("hill", files(drawing, **more))
