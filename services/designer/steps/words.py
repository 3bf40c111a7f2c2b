"""What is written in a step, in the words of the trade; and a deadline made from what somebody chose."""

import re

from services.foundation.errors import Invalid

WORKING_DAYS = re.compile(r"=\s*add working days\(\s*now\(\)\s*,\s*(\d+)\s*\)")
PARAMETER_DAYS = re.compile(r"=\s*add working days\(\s*now\(\)\s*,\s*parameters\.(\w+)\s*\)")
WINDOW = re.compile(r"=\s*campaign\.windows\.(\w+)\.(start|end)")
PERIOD = re.compile(r"P(\d+)D")
DUE_KINDS = {"": "没有期限", "days": "开始后几个工作日", "window": "某个阶段截止时", "other": "其他写法（FEEL）"}
REMINDER = re.compile(r"[+-]?\d{1,3}|superior")


def due_words(text: str, windows: dict[str, str], parameters: dict[str, str]) -> str:
    """A deadline in words; an expression that has none stands as it is. `windows`, `parameters`: name -> title."""
    if found := WORKING_DAYS.fullmatch(text):
        return f"{found[1]} 个工作日内"
    if found := PARAMETER_DAYS.fullmatch(text):
        return f"“{parameters.get(found[1], found[1])}”所定的工作日数内"
    if found := WINDOW.fullmatch(text):
        title = windows.get(found[1], found[1])
        return f"“{title}”开始时" if found[2] == "start" else f"“{title}”截止时"
    if found := PERIOD.fullmatch(text):
        return f"{found[1]} 天内"
    return text


def due_choice(text: str) -> tuple[str, str]:
    """How a deadline is chosen in the form: one of DUE_KINDS and what is typed beside it."""
    if found := WORKING_DAYS.fullmatch(text):
        return "days", found[1]
    found = WINDOW.fullmatch(text)
    if found and found[2] == "end":
        return "window", found[1]
    return ("other", text) if text else ("", "")


def due_written(kind: str, days: str, window: str, other: str) -> str:
    """What is written for a choice. Raises Invalid with the field."""
    if kind == "days":
        if not (days.isdecimal() and 1 <= int(days) <= 999):
            raise Invalid("没有保存，请按提示修改。", fields={"due_days": "请写几个工作日，1 至 999。"})
        return f"=add working days(now(), {int(days)})"
    if kind == "window":
        if not re.fullmatch(r"\w+", window):
            raise Invalid("没有保存，请按提示修改。", fields={"due_window": "请选一个阶段。"})
        return f"=campaign.windows.{window}.end"
    if kind == "other" and not other.strip():
        raise Invalid(
            "没有保存，请按提示修改。", fields={"due_other": "请写期限，如 =campaign.windows.application.end。"}
        )
    return other.strip() if kind == "other" else ""


def reminder_words(text: str) -> str:
    """The ladder of reminders in words; empty where nothing is written (the usual ladder holds)."""
    return "、".join(_rung(word) for word in text.split())


def _rung(word: str) -> str:
    if word == "superior":
        return "告诉上级"
    days = word.lstrip("+-")
    if not days.isdecimal():
        return word
    if int(days) == 0:
        return "当天"
    return f"逾期 {days} 个工作日" if word.startswith("+") else f"提前 {days} 个工作日"
