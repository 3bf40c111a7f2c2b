"""Each invented city is fit, comes true on the production verbs, and each rule of it is one that its stories need."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import Result

from app import Jiangxin, create_app
from services import calendar
from services.designer.rehearse import rehearse, stories_of
from services.foundation.storage.upgrade import upgrade
from services.wiring import REHEARSED
from tests.builders import edited
from tests.generality.cities import CITIES, HERE, invented, story_of

STORIES = [(city, story) for city in CITIES for story in stories_of(invented(city))]


@pytest.fixture()
def app(tmp_path: Path) -> Jiangxin:
    """An empty house, as an operator finds it."""
    made = create_app({"TESTING": "1", "DATA_DIR": str(tmp_path / "var")})
    upgrade(made.house.engine)
    with made.house.work() as uow:
        calendar.seed(uow)
    return made


def told(app: Jiangxin, *words: str) -> tuple[Result, dict]:
    result = app.test_cli_runner().invoke(args=[*words, "--json"])
    return result, json.loads(result.stdout)


def test_there_are_five_of_them():
    assert CITIES == ("huchuan", "moqu", "qiyuan", "xiayu", "xinglan")


@pytest.mark.parametrize("city", CITIES)
def test_a_city_is_checked_deployed_and_exported_by_the_real_commands(app, tmp_path, city):
    result, report = told(app, "procedure", "check", str(HERE / city))
    assert result.exit_code == 0 and report["ok"] and report["problems"] == []
    assert report["clauses"]["uncovered"] == report["clauses"]["unfounded"] == []
    assert report["clauses"]["total"] == report["clauses"]["landed"] >= 6
    _, deployed = told(app, "procedure", "deploy", str(HERE / city))
    out = tmp_path / city
    assert app.test_cli_runner().invoke(args=["procedure", "export", city, str(out)]).exit_code == 0
    assert told(app, "procedure", "deploy", str(out))[1]["version"] == deployed["version"]


def test_all_of_them_stand_side_by_side(app):
    for city in CITIES:
        assert told(app, "procedure", "deploy", str(HERE / city))[0].exit_code == 0
    listed = told(app, "procedure", "list")[1]["procedures"]
    assert sorted(row["procedure"] for row in listed) == sorted(CITIES)


@pytest.mark.parametrize(("city", "story"), STORIES, ids=[f"{city}-{story.name}" for city, story in STORIES])
def test_the_story_comes_true(city, story):
    played = rehearse(invented(city), REHEARSED, story)
    assert played.failures == []
    assert played.timeline


@pytest.mark.parametrize("city", CITIES)
def test_its_stories_are_refused_something_too(city):
    refused = [step.refused for story in stories_of(invented(city)) for step in story.steps if step.refused]
    assert len(refused) >= 2


@pytest.mark.parametrize("city", CITIES)
def test_its_diagram_is_drawn_so_that_a_modeler_shows_it(city):
    root = ElementTree.fromstring(invented(city).files["procedure.bpmn"])
    drawn = {e.get("bpmnElement") for e in root.iter() if e.tag.endswith(("}BPMNShape", "}BPMNEdge"))}
    shown = ("Event", "Task", "Gateway", "subProcess", "Flow", "participant", "lane")
    wanted = {e.get("id") for e in root.iter() if "/MODEL}" in e.tag and e.tag.endswith(shown) and e.get("id")}
    assert wanted and wanted <= drawn


# city, story, file, and the rule said otherwise: the story must notice.
RULES = [
    ("xinglan", "quota_kept", "quota.dmn", '<text>"xl-east"</text>', '<text>"xl-elsewhere"</text>'),
    ("xinglan", "quota_kept", "procedure.yaml", "places: {value: 2", "places: {value: 3"),
    ("xinglan", "district_late", "procedure.yaml", "end: 2023-03-31}", "end: 2023-04-01}"),
    ("xinglan", "intention_recorded", "procedure.bpmn", "P10D", "P9D"),
    ("xiayu", "one_in_five", "procedure.yaml", "excellent_share: {value: 0.2", "excellent_share: {value: 0.34"),
    ("xiayu", "too_few_for_any", "grades.dmn", "<text>floor(", "<text>ceiling("),
    ("xiayu", "one_in_five", "procedure.bpmn", 'value="03-01"', 'value="03-02"'),
    ("xiayu", "one_in_five", "procedure.bpmn", "review_year + 2", "review_year + 1"),
    ("xiayu", "one_in_five", "barred.dmn", "<text>bars(case.organisation)</text>", "<text>[]</text>"),
    ("huchuan", "stars_cascade", "procedure.yaml", "caps: {value: {five: 1", "caps: {value: {five: 2"),
    ("huchuan", "stars_cascade", "procedure.yaml", "{first_round: 0.4", "{first_round: 0.9"),
    ("huchuan", "stars_cascade", "benefit.dmn", "<text>80000</text>", "<text>50000</text>"),
    ("huchuan", "stars_cascade", "benefit.dmn", '<text>"certificate_plain"</text>', '<text>"certificate_gold"</text>'),
    ("huchuan", "first_round_lost", "procedure.yaml", "first_pass: {value: 60", "first_pass: {value: 50"),
    ("moqu", "voted", "procedure.yaml", "end: 2023-05-10 18:00}", "end: 2023-05-10 20:00}"),
    ("moqu", "voted", "procedure.yaml", "threshold: {value: 0.6666", "threshold: {value: 0.5"),
    ("moqu", "no_quorum", "procedure.yaml", "quorum: {value: 0.6666", "quorum: {value: 0.5"),
    ("moqu", "voted", "procedure.bpmn", "P7D", "P6D"),
    ("moqu", "voted", "track.dmn", '<text>"reconfirm"</text>', '<text>"never"</text>'),
    ("qiyuan", "replaced_by_next", "procedure.yaml", "{code: qy-tax, name: 税务局}, ", ""),
    ("qiyuan", "replaced_by_next", "procedure.bpmn", "today().year + 2", "today().year + 1"),
    ("qiyuan", "forged", "barred.dmn", "bars of person(case.applicant)", "[]"),
    ("qiyuan", "nobody_left", "procedure.yaml", "places: {value: 2", "places: {value: 1"),
]


@pytest.mark.parametrize(("city", "name", "file", "old", "new"), RULES, ids=[f"{r[0]}-{r[3][:24]}" for r in RULES])
def test_a_rule_said_otherwise_is_noticed(city, name, file, old, new):
    changed = edited(invented(city), file, (old, new))
    assert rehearse(changed, REHEARSED, story_of(changed, name)).failures


def test_one_of_them_knows_no_union():
    """No organ, level, role, text or word of it is a union's."""
    files = invented("xinglan").files
    said = "\n".join(raw.decode() for path, raw in files.items() if path != "procedure.yaml")
    assert "工会" not in said and "union" not in said
    procedure = yaml.safe_load(files["procedure.yaml"])
    assert "工会" not in json.dumps(procedure, ensure_ascii=False, default=str) and "union" not in str(procedure)
