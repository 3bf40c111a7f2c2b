"""Changing a city is drawing: no line of code names a city, its clauses, its elements or its organs.

The five cities of the seeds are listed below; what further packages say (folder names, prefixes of their clause ids) is
read from `processes/`, so that a new city is guarded from the day its folder exists.
"""

import re

import pytest
import yaml

from tests.architecture.source import ROOT, texts

SUFFIXES = (".py", ".html", ".js", ".css")
# The demonstration needs places for its invented units; nothing there decides anything.
ALLOWED = ("app/demo/",)

PLACES = ("辽宁", "廊坊", "南昌", "大连", "通辽", "liaoning", "langfang", "nanchang", "dalian", "tongliao")
PREFIXES = ("LN", "LF", "NC", "DL", "TL")
ORGANS = ("省直机关", "省（中）直", "organs_union_committee", "organs_party_committee", "科技局", "旗县总工会")


def package_words() -> tuple[set[str], set[str]]:
    """Folder names and prefixes of clause ids of the packages on disk."""
    places: set[str] = set()
    prefixes: set[str] = set()
    for file in sorted((ROOT / "processes").glob("*/procedure.yaml")):
        places.add(file.parent.name)
        procedure = yaml.safe_load(file.read_text(encoding="utf-8"))
        prefixes |= {clause["id"].partition("-")[0] for clause in procedure.get("clauses", [])}
    # D-… is our own catalogue of defaults, not a city's.
    return places, {p for p in prefixes if p.isupper() and p != "D"}


def city_words(places: set[str], prefixes: set[str]) -> re.Pattern[str]:
    """A pattern that finds a place, an organ, or an id that begins with a city's prefix."""
    words = "|".join(re.escape(word) for word in sorted({*PLACES, *ORGANS, *places}))
    heads = "|".join(sorted({*PREFIXES, *prefixes}))
    return re.compile(rf"{words}|(?<![A-Za-z0-9])(?:{heads})[-_](?=[A-Za-z0-9])")


def naming(path: str, source: str, words: re.Pattern[str]) -> list[str]:
    """The lines of a file that name a city."""
    return [f"{path}:{n}: {line.strip()}" for n, line in enumerate(source.splitlines(), 1) if words.search(line)]


def test_no_line_of_code_names_a_city() -> None:
    words = city_words(*package_words())
    everywhere = texts("app", "services", "wsgi.py", "frontend", suffix=SUFFIXES)
    found = [f for path, source in everywhere if not path.startswith(ALLOWED) for f in naming(path, source, words)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("# 辽宁 counts from the next day", True),
        ('if city == "nanchang":', True),
        ('clause = "LN-3.4"', True),
        ("class LN_recommend: ...", True),
        ('element == "TL_review"', True),
        ("审批：省直机关工会工委", True),
        ('role = "organs_union_committee:office"', True),
        ('default = "D-05"', False),
        ("HTML_NAME = 'x'", False),
        ("window = campaign.windows['application']", False),
        ("新城", True),
        ("XC-1.2", True),
    ],
)
def test_a_city_is_found(line: str, is_found: bool) -> None:
    words = city_words({"新城"}, {"XC"})
    assert bool(naming("services/x.py", line, words)) is is_found
