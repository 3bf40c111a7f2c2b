"""Everything that pages and the house say has its English: what has none is named here, with where it is said."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.languages.catalogue import HAN, SLOT
from app.languages.dates import english_date
from app.languages.wordings import english_of
from tools.catalogues import PLACES, catalogue, python_messages, said

PLACED = re.compile(r"%\((\w+)\)s")
NAMES = re.compile(r"“[^”]*”|‘[^’]*’")  # what an English sentence may quote as it is
NUMBERED = re.compile(r"\}\{|\}[年月日]|周\{|\{(month|hour|local)\}|\} [个天小件项次行条处分名人字份步]")
LETTERS = st.text("甲乙丙丁abc123", min_size=1, max_size=6)


@cache
def messages() -> dict[str, dict[str, list[tuple[str, int]]]]:
    """What is said today, by catalogue."""
    return said()


@cache
def written(name: str) -> dict[str, str]:
    """What a catalogue holds."""
    return {str(m.id): str(m.string) for m in catalogue(name) if m.id}


@pytest.mark.parametrize("name", PLACES)
def test_every_message_has_its_english(name: str) -> None:
    without = [f"{places[0]}: {m}" for m, places in messages()[name].items() if not written(name).get(m)]
    assert without == [], "run `make words` and write the English"


@pytest.mark.parametrize("name", PLACES)
def test_no_catalogue_holds_what_nobody_says(name: str) -> None:
    assert sorted(written(name).keys() - messages()[name].keys()) == [], "run `make words`"


@pytest.mark.parametrize("name", PLACES)
def test_a_translation_has_the_places_of_its_message_and_no_others(name: str) -> None:
    places = PLACED if name == "pages" else SLOT
    wrong = [
        m for m, english in written(name).items() if english and {*places.findall(m)} != {*places.findall(english)}
    ]
    assert wrong == []


@pytest.mark.parametrize("name", PLACES)
def test_english_holds_chinese_only_as_a_name(name: str) -> None:
    assert [english for english in written(name).values() if HAN.search(NAMES.sub("", english))] == []


def test_a_docstring_or_a_pattern_is_not_said() -> None:
    source = (
        '"""说明。"""\nLIMIT = 3\n"""至多几件。"""\nDAY = re.compile(r"(\\d+)日")\nraise Refusal(f"最多 {LIMIT} 件。")'
    )
    assert list(python_messages(source)) == [(5, "最多 {LIMIT} 件。")]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("请先登录。", "Please sign in first."),
        ("剩余 3 个工作日", "working days left: 3"),
        ("没有登录名为“张三”的人员。", "There is nobody with the login name “张三”."),
        ("收到“催办”。", "Received “催办”."),  # a name stays as it is, though it is a word of the house too
        ("安丽完成“初审”。转入：复审。", "安丽 completed “初审”. Next: 复审."),
        ("环节“A_1”：请先登录。", "Step “A_1”: Please sign in first."),
        ("新待办：某处会商（11月10日截止）", "New task: 某处会商 (due 10 Nov)"),
        (
            "开启批次“甲”。申报阶段2021年11月1日至2021年11月10日；公示阶段2021年12月1日至2021年12月10日。",
            "Campaign “甲” opened. 申报阶段 1 Nov 2021 to 10 Nov 2021; 公示阶段 1 Dec 2021 to 10 Dec 2021.",
        ),
        (
            "期限到：初审（系统停机，晚 5 分钟补记）。",
            "Deadline reached: 初审 (the system was down; recorded 5 minutes late).",
        ),
        (
            "“某室”：工作日历有更新，期限重新计算，“甲”由2021年11月1日改为2021年11月2日；“乙”由2021年11月3日改为2021年12月5日。",
            "“某室”: The working calendar was updated; deadlines recalculated, "
            "“甲” changed from 1 Nov 2021 to 2 Nov 2021; “乙” changed from 3 Nov 2021 to 5 Dec 2021.",
        ),
        (
            "“某室”的“初审”等您办理，2021年11月10日(周三) 24:00截止，还剩 3 个工作日。",
            "“初审” of “某室” is waiting for you, due Wed 10 Nov 2021 24:00, 3 working days left.",
        ),
    ],
)
def test_a_sentence_is_found_again_by_its_wording(chinese: str, english: str) -> None:
    assert english_of(chinese) == english


@pytest.mark.parametrize(
    "text",
    [
        "安丽",
        "匠心的匠人",
        "由老带新",
        "青山市创新工作室",
        "本人长期从事：机械加工。带领团队攻关。",
        "新增一台设备。",
        "plain",
        "",
    ],
)
def test_what_people_typed_and_names_stay_as_they_are(text: str) -> None:
    assert english_of(text) == text


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("2021年11月10日", "10 Nov 2021"),
        ("2021年11月10日(周三) 24:00", "Wed 10 Nov 2021 24:00"),
        ("11月3日", "3 Nov"),
        ("2021年3月", "Mar 2021"),
        ("12月", "Dec"),
        ("2004—2026年", "2004—2026"),
        ("周日", "Sun"),
        ("国庆节", "National Day"),
        ("2021-11-10(周三)", "Wed 2021-11-10"),
        ("13月", None),
        ("日后", None),
        ("", None),
    ],
)
def test_a_day_is_written_in_english(chinese: str, english: str | None) -> None:
    assert (english_date(chinese) or None) == english


def _slotted() -> list[str]:
    all_of_them = {m for name in PLACES if name != "pages" for m in written(name) if SLOT.search(m)}
    apart = [m for m in all_of_them if not NUMBERED.search(m)]
    return sorted(apart, key=lambda m: (-len(SLOT.sub("", m)), m))[:50]


@pytest.mark.parametrize("message", _slotted())
@settings(max_examples=5, deadline=None)
@given(st.data())
def test_long_sentences_are_found_whatever_they_tell_of(message: str, data: st.DataObject) -> None:
    names = dict.fromkeys(SLOT.findall(message))
    values = {name: f"《{data.draw(LETTERS)}》" for name in names}
    english = next(written(name)[message] for name in PLACES if message in written(name))
    wanted = SLOT.sub(lambda slot: values[slot[1]], english)
    assert english_of(SLOT.sub(lambda slot: values[slot[1]], message)) == wanted
