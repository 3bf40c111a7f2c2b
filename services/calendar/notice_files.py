"""Reading a notice from a file a person prepared: JSON, or the CSV that a spreadsheet writes."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from .notices import NoticeDays, NoticeRefused

_LARGEST = 1_000_000
_WORDS = {
    **dict.fromkeys(("true", "1", "yes", "是", "上班", "工作日", "班"), True),
    **dict.fromkeys(("false", "0", "no", "否", "放假", "休息", "休"), False),
}
_HEADINGS = {"年份": "year", "文号": "paper", "日期": "date", "上班": "working", "是否上班": "working", "名称": "name"}


@dataclass(frozen=True)
class NoticeFile:
    """A notice as a file tells it, ready for `import_notice`."""

    year: int
    paper: str
    days: NoticeDays


def read_notice(raw: bytes) -> NoticeFile:
    """A notice from JSON `{year, paper, days: [{date, working, name}]}` or from CSV.

    The CSV has the columns year, paper, date, working, name (or 年份、文号、日期、上班、名称); year and paper may stand
    in the first row alone. UTF-8, or GB18030 as Chinese spreadsheets write it. Raises `NoticeRefused`.
    """
    if len(raw) > _LARGEST:
        raise NoticeRefused("文件太大，不像一份放假安排。")
    text = _decoded(raw)
    told = _from_json(text) if text.lstrip().startswith("{") else _from_csv(text)
    try:
        year = int(str(told["year"]).strip())
    except ValueError:
        raise NoticeRefused("年份不是数字。", fields={"year": "年份应是四位数字。"}) from None
    paper = told["paper"]
    return NoticeFile(year, str(paper).strip() if paper else "", _days(told["days"]))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeRefused("文件不是文本，请用 UTF-8 或 GB18030 编码的 JSON 或 CSV。")


def _from_json(text: str) -> dict[str, Any]:
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise NoticeRefused("文件不是正确的 JSON。") from None
    days = told.get("days")
    if not isinstance(days, list) or not all(isinstance(day, dict) for day in days):
        raise NoticeRefused("JSON 里应有 days，逐日列出 date、working、name。", fields={"days": "缺少逐日安排。"})
    return {"year": told.get("year", ""), "paper": told.get("paper"), "days": days}


def _from_csv(text: str) -> dict[str, Any]:
    reader = csv.reader(io.StringIO(text))
    headings = [_HEADINGS.get(cell.strip(), cell.strip().lower()) for cell in next(reader, [])]
    if not {"year", "paper", "date", "working"} <= set(headings):
        raise NoticeRefused("CSV 第一行应是：年份,文号,日期,上班,名称。")
    rows = [dict(zip(headings, row, strict=False)) for row in reader if any(cell.strip() for cell in row)]
    papers = {row.get("paper", "").strip() for row in rows} - {""}
    years = {row.get("year", "").strip() for row in rows} - {""}
    if len(papers) > 1 or len(years) > 1:
        raise NoticeRefused("一个文件只能是一份通知，文号和年份应当一致。")
    return {"year": next(iter(years), ""), "paper": next(iter(papers), ""), "days": rows}


def _days(rows: list[Mapping[str, Any]]) -> NoticeDays:
    days: dict[date, tuple[bool, str]] = {}
    wrong: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        day, works = _day(row.get("date")), _works(row.get("working"))
        if day is None:
            wrong[f"days[{number}].date"] = f"第 {number} 行的日期“{row.get('date')}”不对，应写成 2027-01-01。"
        elif works is None:
            wrong[f"days[{number}].working"] = f"第 {number} 行没有写明上班还是放假。"
        elif day in days:
            wrong[f"days[{number}].date"] = f"第 {number} 行的日期 {day} 重复了。"
        else:
            days[day] = (works, str(row.get("name") or "").strip())
    if wrong:
        raise NoticeRefused(next(iter(wrong.values())), fields=wrong)
    return days


def _day(told: Any) -> date | None:
    try:
        return date(*(int(part) for part in str(told).strip().replace("/", "-").split("-")))
    except (TypeError, ValueError):
        return None


def _works(told: Any) -> bool | None:
    return told if isinstance(told, bool) else _WORDS.get(str(told).strip().lower())
