"""The designer's handbook says all that the code knows, and nothing else; what it shows as an example is so."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from services import wiring
from services.calendar import WorkCalendar
from services.calendar.feel_functions import library
from services.calendar.seed import library_days
from services.output.documents.wording import PAPER_FUNCTIONS
from services.process.forms import parse_form
from services.process.registry.manifest import read_manifest
from services.process.rules.feel import compile_expression
from tools import handbook_code as code
from tools.block_reading import blocks, taken_from
from tools.diagram_pictures import LARGEST, is_fresh, pictures
from tools.handbook_tables import GALLERY, HANDBOOK, TABLES, pages, words

NOW = datetime(2026, 4, 1, 1, tzinfo=UTC)  # nine in the morning in Shanghai
ASKED_OF_THE_CALENDAR = library(WorkCalendar(1, library_days()), NOW)
KNOWN = frozenset(wiring.KNOWN)


def differences(what: str, there: Iterable[str], told: Iterable[str]) -> str:
    """What docs/handbook lacks, and what it invents; empty where both agree."""
    missing, invented = sorted(set(there) - set(told)), sorted(set(told) - set(there))
    sentences = [f"{what} lacks {missing}: add them"] if missing else []
    return "; ".join([*sentences, *([f"{what} tells of {invented}, unknown to the code"] if invented else [])])


def occurs(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


@pytest.mark.parametrize(
    ("file", "there"),
    [
        ("properties", code.properties()),
        ("elements", code.elements()),
        ("effects", code.effects()),
        ("known", code.known()),
        ("functions", code.host_functions()),
        ("feel", [name for names in code.standard_functions().values() for name in names]),
    ],
)
def test_every_word_of_the_code_is_explained_and_no_other(file: str, there: Iterable[str]) -> None:
    assert differences(f"docs/handbook/{file}.yaml", there, words(file)) == ""


def test_every_key_of_procedure_yaml_is_explained_and_no_other() -> None:
    told, there = set(words("procedure_yaml")), code.manifest_keys()
    # What the code passes by, cities write for people: `organs.does`.
    written = {
        f"{key}.{inner}" for file in (code.ROOT / "processes").glob("*/procedure.yaml") for key, inner in rows(file)
    }
    assert differences("docs/handbook/procedure_yaml.yaml", there, told & there) == ""
    assert told - there <= written | {"parameters.default"}


def rows(file: Path) -> Iterable[tuple[str, str]]:
    """Keys of procedure.yaml with the keys that stand below them."""
    for key, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        below = value if isinstance(value, list) else [value, *value.values()] if isinstance(value, dict) else []
        yield from ((key, inner) for row in below if isinstance(row, Mapping) for inner in row)


@pytest.mark.parametrize("name", sorted(code.effects()))
def test_an_effect_is_told_with_every_input_it_reads(name: str) -> None:
    told, reads = words("effects").get(name, {}), code.effects()[name]
    inputs = set(told.get("inputs", {}))
    assert differences(f"docs/handbook/effects.yaml {name}", reads, inputs & reads) == ""
    source = code.mentioned(wiring.EFFECTS[name].carry_out)
    assert [i for i in inputs if not occurs(i, source)] == []
    assert bool(told.get("gives")) == (name in code.returning())
    assert told["example"].keys() <= inputs | ({"list"} if "other_inputs" in told else set())
    for text in told["example"].values():
        compile_expression(text.removeprefix("="))


@pytest.mark.parametrize("name", sorted(code.known()))
def test_a_known_name_is_told_with_its_fields(name: str) -> None:
    told, source = words("known").get(name, {}), code.mentioned(wiring.KNOWN[name])
    assert [field for field in sorted(code.known()[name]) if not occurs(field, str(told))] == []
    assert [field for field in told.get("fields", {}) if not occurs(field, source)] == []


def test_forms_are_explained_and_nothing_else() -> None:
    told, (keys, own) = words("forms"), code.form_keys()
    assert differences("components", code.components(), told["components"]) == ""
    assert differences("keys", keys, told["keys"]) == ""
    assert differences("properties", own, told["properties"]) == ""


def test_papers_are_explained_and_nothing_else() -> None:
    told = words("papers")
    assert differences("kinds", code.paper_kinds(), told["kinds"]) == ""
    assert differences("keys", code.paper_keys(), [key for keys in told["keys"].values() for key in keys]) == ""
    assert differences("functions", code.paper_functions(), told["functions"]) == ""


def test_stories_are_explained_and_nothing_else() -> None:
    told, deeds = words("stories"), code.story_deeds()
    assert differences("keys", code.story_keys(), told["keys"]) == ""
    assert differences("deeds", deeds, told["deeds"]) == ""
    assert differences("expect", code.expectations(), told["expect"]) == ""
    for name, keys in deeds.items():
        assert differences(name, keys, told["deeds"][name].get("keys", {})) == ""


def test_every_file_that_refuses_is_in_the_table_of_refusals() -> None:
    refusing = {
        code_file.relative_to(code.ROOT).as_posix()
        for folder in ("services/process/engine/checks", "services/designer/check")
        for code_file in (code.ROOT / folder).glob("*.py")
        if code.sentences(code_file.relative_to(code.ROOT).as_posix())
    }
    assert refusing <= words("refusals").keys()


def test_the_pages_are_as_the_code_says() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs`"


def test_every_table_stands_on_the_page() -> None:
    assert set(re.findall(r"<!-- 表 (\w+) -->", HANDBOOK.read_text(encoding="utf-8"))) == TABLES.keys()


def value(text: str, functions: Mapping[str, Any] | None = None) -> Any:
    return compile_expression(text).evaluate({}, functions or ASKED_OF_THE_CALENDAR)


@pytest.mark.parametrize(("name", "example"), sorted(words("feel").items()))
def test_an_example_of_feel_is_so(name: str, example: list[str]) -> None:
    assert occurs(name, example[0]) or f"{name}(" in example[0]
    assert value(example[0]) == value(example[1])


@pytest.mark.parametrize(("name", "told"), sorted(words("functions").items()))
def test_an_example_of_a_function_of_the_house_is_so(name: str, told: dict[str, Any]) -> None:
    assert told["examples"] and told["call"].startswith(name)
    for expression, *result in told["examples"]:
        assert name in compile_expression(expression).functions
        if result:
            assert value(expression) == value(result[0])


@pytest.mark.parametrize("example", list(words("papers")["functions"].values()))
def test_an_example_of_a_function_of_papers_is_so(example: list[str]) -> None:
    assert value(example[0], PAPER_FUNCTIONS) == value(example[1])


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.process.id)
def test_a_block_is_in_the_gallery_with_all_that_it_is_handed_and_gives(block: Any) -> None:
    page = GALLERY.read_text(encoding="utf-8").split(f'<a id="{block.process.id}"></a>')[1].split("\n## ")[0]
    asks = block.reads(KNOWN)
    assert differences(f"{block.file.name} 入", asks, block.words.inputs) == ""
    assert [name for name in asks if f"| `{name}` |" not in page] == []
    assert [name for name in block.words.outputs if f"| `{name}` |" not in page or name not in block.writes] == []
    assert taken_from(block.process.id) & block.writes <= block.words.outputs.keys()
    assert block.words.prose and block.words.prose in page
    assert f"](pictures/blocks/{block.file.stem}.png)" in page


@pytest.mark.parametrize(("diagram", "picture"), list(pictures("blocks", "tutorial")), ids=lambda path: path.stem)
def test_a_picture_shows_the_diagram_as_it_is(diagram: Path, picture: Path) -> None:
    assert is_fresh(diagram, picture), "run `make pictures`"
    assert picture.stat().st_size <= LARGEST


def test_no_page_shows_a_form_or_a_manifest_that_cannot_be_read() -> None:
    for form in sorted((code.ROOT / "docs/tutorial").glob("*/forms/*.form")):
        parse_form(form.read_bytes())
    for manifest in sorted((code.ROOT / "docs/tutorial").glob("*/procedure.yaml")):
        assert read_manifest(manifest.read_bytes()).id == "qinghe"


def test_a_word_too_many_or_too_few_is_found() -> None:
    assert differences("x", ["a", "b"], ["b", "c"]) == "x lacks ['a']: add them; x tells of ['c'], unknown to the code"
    assert differences("x", ["a"], ["a"]) == ""
