"""A town whose cases are looked at by experts through the shared block, and the experts who live in it."""

import copy
from typing import Any

from services.process.registry import Package
from tests.builders import ROOT
from tests.cast import CAST
from tests.drawing import call, diagram, end, pool, start, task
from tests.small_procedure import CAMPAIGN, MANIFEST, manifest, package

FORMS = ("expert_answer", "expert_shortage", "site_visit", "score_sheet")
TOLD = {
    "count": "=3",
    "role": '="expert"',
    "fields": "=null",
    "names": '=["许㛃"]',
    "answer_days": "=2",
    "visit": "=false",
    "days": "=5",
    "title": '="专家评分"',
    "office_role": '="city:office"',
    "sheet_rules": "=null",
    "trim_from": "=5",
    "names_shown": "=false",
}
SCORES = {
    "team": 13, "venue": 8, "rules": 8, "funds": 8, "activity": 12, "results": 20, "benefit": 8, "training": 3,
}  # fmt: skip


def reviewing(**told: str) -> Package:
    """A procedure whose cases go to the experts as soon as the unit says so; inputs of the block as given."""
    drawn = pool(
        "申报",
        "application",
        [
            start("B"),
            task("Go", "开始", groups="own:union_officer"),
            call("Review", "shared_expert_review", inputs=[(v, k) for k, v in {**TOLD, **told}.items()],
                 outputs=[("=scores", "scores"), ("=average", "average")]),
            task("Say", "汇总", groups="city:office", form="say", prefill="={comment: string(average)}"),
            end("E"),
        ],
        "B > Go > Review > Say > E",
        subject="case",
        starters="own:lead",
    )  # fmt: skip
    shared = {f"shared__forms__{name}_dot_form": _form(name) for name in FORMS}
    block = (ROOT / "processes" / "shared" / "expert_review.bpmn").read_bytes()
    drawing = diagram(CAMPAIGN, drawn, messages={"handed_in": "=campaign.id"})
    defaults = [*MANIFEST["defaults"], {"id": "D-08", "text": "回避"}, {"id": "D-10", "text": "评分"}]
    told_by = manifest(defaults=defaults)
    return package(drawing, procedure_dot_yaml=told_by, shared__expert_review_dot_bpmn=block, **shared)


def _form(name: str) -> bytes:
    return (ROOT / "forms" / "shared" / f"{name}.form").read_bytes()


def experts(count: int = 5, role: str = "expert") -> dict[str, Any]:
    """The cast with expert1 … of the city (called 专家甲, 专家乙 …), another of the same house, and an idle one."""
    data = copy.deepcopy(CAST)
    data["people"] = [p for p in data["people"] if p["login"] != "expert"]
    names = "甲乙丙丁戊己庚辛壬癸"
    data["people"] += [
        {"login": f"expert{n}", "name": f"专家{names[n - 1]}", "seats": [{"at": "city", "role": role}]}
        for n in range(1, count + 1)
    ]
    seats = [{"at": "city", "role": role}, {"at": "yard", "role": "staff"}]
    data["people"].append({"login": "neighbour", "name": "邻舍", "seats": seats})
    return data


def sheet(**changed: Any) -> dict[str, Any]:
    """A filled score sheet of 80 points; `results=25` gives other points."""
    return {"recuse": "no", "scores": {**SCORES, **changed}, "conclusion": "qualified", "comment": "成果扎实。"}
