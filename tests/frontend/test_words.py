"""What scripts say stands in both languages: every Chinese sentence goes through said`…`, and each has its English."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
ISLANDS = ROOT / "app" / "islands"
ENGLISH = ROOT / "app" / "translations" / "en" / "islands.json"
CHINESE = re.compile(r"[\u3400-\u9fff]")
COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
SENTENCE = re.compile(r"\bsaid`([^`]*)`")
# The words that tables in Word and Excel hold for a tick; the designer's editors have dictionaries of their own.
DATA = {"site/rows.js": 'const YES = ["是", "√", "✓", "☑", "有", "true", "1"];'}


def sources() -> dict[str, str]:
    """Path of a module -> its text without comments and data."""
    found = {}
    for file in sorted(ISLANDS.rglob("*.js")):
        path = file.relative_to(ISLANDS).as_posix()
        if not path.startswith("designer"):
            found[path] = COMMENT.sub("", file.read_text(encoding="utf-8")).replace(DATA.get(path, "\0"), "")
    return found


def messages(source: str) -> list[str]:
    """The sentences of a module as its dictionary knows them: `已传 {0}%`."""
    pieces = [re.split(r"\$\{[^}]*\}", sentence) for sentence in SENTENCE.findall(source)]
    return [first + "".join(f"{{{at}}}{text}" for at, text in enumerate(more)) for first, *more in pieces]


def test_every_sentence_of_a_script_is_said() -> None:
    missed = {
        name: line
        for name, text in sources().items()
        for line in SENTENCE.sub("", text).split("\n")
        if CHINESE.search(line)
    }
    assert missed == {}


def test_every_sentence_has_its_english_and_nothing_else_has() -> None:
    english = json.loads(ENGLISH.read_text(encoding="utf-8"))
    said = {message for text in sources().values() for message in messages(text)}
    assert set(english) == said
    for chinese, words in english.items():
        assert not CHINESE.search(words), words
        assert Counter(re.findall(r"\{\d\}", words)) == Counter(re.findall(r"\{\d\}", chinese)), words


@pytest.mark.browser
def test_a_diagram_speaks_the_language_of_its_page(page: Page, address: str) -> None:
    page.context.add_cookies([{"name": "language", "value": "en", "url": address}])
    page.goto(f"{address}/diagram")

    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("button", name="Zoom in")).to_be_enabled()
    assert sorted(page.locator(".djs-overlay .diagram-badge").all_inner_texts()) == ["! Overdue", "▶ Under way 2", "✓"]
