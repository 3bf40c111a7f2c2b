"""Screens say 环节, never 节点, and never 实例: words of the people who do the work (docs/GLOSSARY.md)."""

import re

import pytest

from tests.architecture.source import spoken_strings, texts

# Not: 多实例 is what designers call a repeated element; 节点 has no such excuse.
WRONG = {"节点": re.compile("节点"), "实例": re.compile("(?<!多)实例")}


def wrong_words(path: str, source: str) -> list[str]:
    """Places where a person would read a word of the machine room."""
    lines = spoken_strings(source) if path.endswith(".py") else enumerate(source.splitlines(), 1)
    return [f"{path}:{n} says {word}" for n, line in lines for word, found in WRONG.items() if found.search(line)]


def test_people_read_no_words_of_the_machine_room() -> None:
    screens = [*texts("app", "services", suffix=(".html", ".txt", ".xml", ".js")), *texts("app", "services")]
    packages = texts("forms", "processes", suffix=(".form", ".bpmn", ".dmn", ".yaml"))
    found = [fault for path, source in [*screens, *packages] for fault in wrong_words(path, source)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source", "faults"),
    [
        ("app/templates/a.html", "<b>当前节点</b>", 1),
        ("app/templates/a.html", "<b>流程实例</b>", 1),
        ("app/templates/a.html", "<b>当前环节</b>，多实例", 0),
        ("services/a.py", "SENTENCE = '该节点已办结'", 1),
        ("services/a.py", "SENTENCE = f'{x}实例'", 1),
        ("services/a.py", '"""A docstring may explain 节点."""\nx = 1  # 节点', 0),
    ],
)
def test_a_wrong_word_is_found(path: str, source: str, faults: int) -> None:
    assert len(wrong_words(path, source)) == faults
