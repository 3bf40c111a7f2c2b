"""The tutorial of docs/designing.md, done as it says: from an empty folder to a deployed procedure."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app import Jiangxin, create_app
from services import calendar
from services.foundation.storage.upgrade import upgrade
from services.people.identity import Person
from services.process.registry import read_folder

ROOT = Path(__file__).resolve().parents[2]
STEPS = sorted(p for p in (ROOT / "docs" / "tutorial").iterdir() if p.is_dir())
PAGE = (ROOT / "docs" / "designing.md").read_text(encoding="utf-8")
FOLDER = "processes/qinghe"
BPMN, DI = "{http://www.omg.org/spec/BPMN/20100524/MODEL}", "{http://www.omg.org/spec/BPMN/20100524/DI}"


def sections() -> Iterator[str]:
    """Every step of the tutorial, as it is told."""
    told = PAGE.split("## 教程：从空文件夹到发布")[1].split("\n## ")[0]
    yield from told.split("\n### 第 ")[1:]


def doings(section: str) -> Iterator[tuple[str, str]]:
    """("files", step) and ("console", command with what it says), in the order of the page."""
    seen = set()
    for found in re.finditer(r"\]\(tutorial/([\w-]+)\)|```console\n(.*?)```", section, re.DOTALL):
        if found[1] and found[1] not in seen:
            seen.add(found[1])
            yield "files", found[1]
        elif found[2]:
            yield "console", found[2]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jiangxin]:
    """An installation with the shared blocks, and an empty folder for the new procedure."""
    for shared in ("processes/shared", "forms/shared"):
        shutil.copytree(ROOT / shared, tmp_path / shared)
    (tmp_path / FOLDER).mkdir()
    monkeypatch.chdir(tmp_path)
    app = create_app({"TESTING": "1", "DATA_DIR": str(tmp_path / "var")})
    upgrade(app.house.engine)
    with app.house.work() as uow:
        calendar.seed(uow)
    yield app
    app.house.engine.dispose()


def typed(app: Jiangxin, command: str) -> tuple[int, str]:
    words = command.removeprefix("$ flask --app wsgi ").split()
    result = app.test_cli_runner().invoke(args=words)
    return result.exit_code, result.output


def test_whoever_does_what_the_tutorial_says_sees_what_it_shows(house: Jiangxin) -> None:
    shown = 0
    for section in sections():
        for kind, text in doings(section):
            if kind == "files":
                shutil.copytree(ROOT / "docs" / "tutorial" / text, FOLDER, dirs_exist_ok=True)
                continue
            command, *lines = text.strip().splitlines()
            said = typed(house, command)[1]
            missing = [line for line in lines if line not in said]
            assert missing == [], f"{command} says:\n{said}"
            shown += len(lines)
    assert shown >= 20
    listed = json.loads(typed(house, "procedure list --json")[1])["procedures"]
    assert [(row["procedure"], row["version"]) for row in listed] == [("qinghe", read_folder(Path(FOLDER)).digest)]


def test_what_came_of_it_names_a_studio_and_closes_both_campaigns(house: Jiangxin) -> None:
    for step in STEPS:
        shutil.copytree(step, FOLDER, dirs_exist_ok=True)
    code, said = typed(house, f"procedure rehearse {FOLDER} --json")
    told = json.loads(said)
    assert code == 0 and told["ok"] and told["failures"] == []
    assert told["outcome"].keys() == {"happy_year", "too_late"}
    elements = {line["element"] for line in told["timeline"]}
    assert {"Fill", "Unit", "List", "shared_public_notice_publish", "Hang"} <= elements


def test_after_each_step_the_folder_can_be_checked_without_an_error(house: Jiangxin) -> None:
    for step in STEPS:
        shutil.copytree(step, FOLDER, dirs_exist_ok=True)
        if step != STEPS[0]:  # there is no diagram yet
            code, said = typed(house, f"procedure check {FOLDER} --json")
            assert code == 0 and json.loads(said)["problems"] == [], step.name


def test_people_of_the_story_can_be_brought_into_a_house(house: Jiangxin) -> None:
    roster = ROOT / "docs" / "tutorial" / "12-stories" / "scenarios" / "cast.yaml"
    assert typed(house, f"people import {roster}")[0] == 0
    with house.house.reading() as uow:
        assert {p.login for p in uow.session.scalars(select(Person))} >= {"linlan", "tangjie", "shizong"}


@pytest.mark.parametrize("step", [s for s in STEPS if (s / "procedure.bpmn").exists()], ids=lambda step: step.name)
def test_a_modeler_can_open_every_diagram(step: Path) -> None:
    root = ET.parse(step / "procedure.bpmn").getroot()
    nodes = {e.get("id") for e in root.iter() if is_node(e)} | {e.get("id") for e in root.iter(f"{BPMN}participant")}
    flows = {e.get("id") for tag in ("sequenceFlow", "messageFlow") for e in root.iter(BPMN + tag)}
    assert {e.get("bpmnElement") for e in root.iter(f"{DI}BPMNShape")} == nodes
    assert {e.get("bpmnElement") for e in root.iter(f"{DI}BPMNEdge")} == flows


def is_node(element: ET.Element) -> bool:
    tag = element.tag.removeprefix(BPMN)
    return element.tag.startswith(BPMN) and bool(re.search(r"(Event|Task|Gateway|Activity|subProcess)$", tag))


def test_every_step_is_told() -> None:
    linked = set(re.findall(r"\]\(tutorial/([\w-]+)\)", PAGE))
    assert linked == {step.name for step in STEPS}
