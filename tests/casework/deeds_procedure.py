"""The small procedure with deeds: an applicant withdraws, asks beside it, confirms on the way; the office calls in."""

from tests.drawing import beside, diagram, edge, end, form, gateway, pool, start, table, task, wait
from tests.small_procedure import CAMPAIGN, package

REASON = form(
    "reason",
    {"type": "textarea", "key": "reason", "label": "理由", "validate": {"required": True}},
    {"type": "number", "key": "amount", "label": "经费"},
)
RULES = table("no_haste", ["reason"], ["clause", "verdict", "message"], ['"忙"', '"QS-1"', '"FAIL"', '"理由不充分"'],
              policy="COLLECT")  # fmt: skip

CASE = pool(
    "申报",
    "application",
    [
        start("A_begin"),
        task("A_write", "填表", assignee="=case.applicant", outputs=[("=answers", "sheet")], form="sheet"),
        edge("A_call", "A_write", "called_in", "收回填报", starters="city:office", title='="收回：" + case.title'),
        end("A_called", "已收回"),
        gateway("A_either", "eventBased"),
        wait("A_confirm", "确认", message="confirmed", starters="own:lead", form="reason",
             outputs=[("=reason", "why"), ("=answers", "whole")]),
        wait("A_over", "过期", timer="P5D"),
        task("A_say", "市总工会意见", groups="city:office"),
        end("A_done", "已命名"),
        end("A_forgotten", "过期"),
        beside("A_withdrawal", "撤回申报", "withdrawn", [end("A_withdrawn", "已撤回")],
               "A_withdrawal_heard > A_withdrawn",
               interrupts=True, starters="own:lead own:union_officer", form="reason", guard="no_haste",
               outputs=[("=reason", "why")], clause="QS-1"),
        beside("A_asking", "书面说明", "asked",
               [task("A_answer", "答复", groups="own:union_officer"), end("A_answered")],
               "A_asking_heard > A_answer > A_answered", starters="own:lead", only_if="=sheet != null", form="reason",
               prefill='={reason: "补充：" + sheet.name}', opinion_box="op_ask"),
    ],
    """A_begin > A_write > A_either > A_confirm > A_say > A_done
       A_either > A_over > A_forgotten
       A_call > A_called""",
    subject="case",
    starters="own:lead own:union_officer",
)  # fmt: skip
MESSAGES = {"handed_in": "=campaign.id", "called_in": "", "confirmed": "=case.id", "withdrawn": "", "asked": ""}
MORE = {"forms__reason_dot_form": REASON, "no_haste_dot_dmn": RULES}


def with_deeds(case=CASE, **more):
    """The package; `more` files as in small_procedure.files."""
    return package(diagram(CAMPAIGN, case, messages=MESSAGES), **MORE, **more)
