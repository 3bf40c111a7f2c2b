"""No line of the house knows an invented city: each was deployed from its files alone."""

import yaml

from tests.architecture.source import texts
from tests.architecture.test_no_city import SUFFIXES, city_words, naming
from tests.generality.cities import CITIES, HERE


def invented_words() -> tuple[set[str], set[str]]:
    """Folder names, the cities' names, organisation codes with their prefix; and the prefixes of clause ids."""
    places, prefixes = set(CITIES), set()
    for city in CITIES:
        procedure = yaml.safe_load((HERE / city / "procedure.yaml").read_text(encoding="utf-8"))
        places.add(procedure["title"].partition("市")[0])
        prefixes.add(procedure["short"])
    return places, prefixes


def test_the_house_names_none_of_them():
    words = city_words(*invented_words())
    everywhere = texts("app", "services", "wsgi.py", "tools", suffix=SUFFIXES)
    assert [fault for path, source in everywhere for fault in naming(path, source, words) if _is_new(fault)] == []


def _is_new(fault: str) -> bool:
    """The real cities are watched by a test of their own, which knows where they may stand."""
    places, prefixes = invented_words()
    text = fault.split(":", 2)[2]
    return any(word in text for word in places) or any(f"{p}{c}" in text for p in prefixes for c in "-_")


def test_a_line_that_names_one_is_found():
    places, prefixes = invented_words()
    words = city_words(places, prefixes)
    for city in CITIES:
        assert naming("services/x.py", f'if procedure == "{city}":', words)
    assert {"星澜", "霞屿", "琥川", "墨渠", "栖原"} <= places and prefixes == {"XL", "XY", "HC", "MQ", "QY"}
