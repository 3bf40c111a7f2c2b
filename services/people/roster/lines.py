"""The rows of a table as lines: which column means what, and what in a row cannot be meant."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.foundation.errors import Invalid

COLUMNS = {
    "code": "单位代码",
    "organisation": "单位名称",
    "level": "层级",
    "parent": "上级单位代码",
    "kind": "性质",
    "login": "登录名",
    "name": "姓名",
    "role": "岗位",
    "from_day": "任职起始日",
    "until_day": "任职截止日",
}
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:T00:00)?")
SEARCHED = 10  # a title may stand above the heading


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row of the file (as Excel counts them), in which column, and why."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Line:
    """A row: an organisation (`organisation` empty: one that is there), and perhaps somebody who sits there."""

    row: int
    code: str
    organisation: str = ""
    level: str = ""
    parent: str = ""
    kind: str = ""
    login: str = ""
    name: str = ""
    role: str = ""
    from_day: date | None = None
    until_day: date | None = None


def read_lines(rows: Sequence[Sequence[str]], roles: Mapping[str, str]) -> tuple[list[Line], list[Problem]]:
    """The lines of a table, and what could not be read. `roles`: identifier by what people call a position.

    Raises Invalid where no row names the columns.
    """
    place, columns = _heading(rows)
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, cells in enumerate(rows[place + 1 :], place + 2):
        texts = {key: cells[at].strip() if at < len(cells) else "" for key, at in columns.items()}
        if not any(texts.values()):
            continue
        line, wrong = _line(number, texts, roles)
        problems += wrong
        if line is not None:
            lines.append(line)
    return lines, problems


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    names = {title: key for key, title in COLUMNS.items()}
    for place, cells in enumerate(rows[:SEARCHED]):
        titles = [re.sub(r"\s|（.*|\(.*|\*", "", cell) for cell in cells]
        found = {names[title]: at for at, title in reversed(list(enumerate(titles))) if title in names}
        if "code" in found:
            return place, found
    raise Invalid(f"表格里没有找到栏名。第一行应写：{'、'.join(COLUMNS.values())}。请下载模板填写。")


def _line(number: int, texts: Mapping[str, str], roles: Mapping[str, str]) -> tuple[Line | None, list[Problem]]:
    wrong: list[Problem] = []
    days: dict[str, date | None] = {}
    for key in ("from_day", "until_day"):
        days[key] = _day(texts.get(key, ""))
        if texts.get(key) and days[key] is None:
            wrong.append(_problem(number, key, f"“{texts[key][:20]}”不是日期，应如 2026-01-01。"))
    role = texts.get("role", "")
    if role and role not in roles and role not in roles.values():
        wrong.append(_problem(number, "role", f"没有“{role[:20]}”这个岗位，应为：{'、'.join(roles)}。"))
    if not texts.get("code"):
        wrong.append(_problem(number, "code", "请填写单位代码。"))
    if role and not texts.get("login"):
        wrong.append(_problem(number, "login", "写了岗位，就要写由谁任职。"))
    if (texts.get("name") or any(days.values())) and not texts.get("login"):
        wrong.append(_problem(number, "login", "请填写登录名。"))
    if wrong:
        return None, list(dict.fromkeys(wrong))
    plain = {key: text for key, text in texts.items() if key not in {"from_day", "until_day", "role"}}
    return Line(number, role=roles.get(role, role), **plain, **days), []  # type: ignore[arg-type]


def _problem(number: int, key: str, reason: str) -> Problem:
    return Problem(number, COLUMNS[key], reason)


def _day(text: str) -> date | None:
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
