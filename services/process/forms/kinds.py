"""How each kind of field reads one answer: marshmallow fields with Chinese messages.

A blank answer is None (an empty list for checklists, False for a checkbox); whether it may be blank is asked later,
because that depends on other answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, fields

from services.process.rules.feel import Expression

from .fields import Field, Rows
from .files import MOST_FILES, TOLD, number_of
from .limits import length_problem, range_problem
from .wording import tidy_line, tidy_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"[+\d][\d\s\-()（）转#*]{4,30}\Z")
_MONTH = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})月?\Z")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?\Z")
_MAX_DIGITS = 15


class Answer(fields.Field[Any]):
    """One answer to one `Field`; subclasses say what it may be."""

    def __init__(self, question: Field, **more: Any) -> None:
        self.question = question
        super().__init__(allow_none=True, **more)


class TextAnswer(Answer):
    """Text within its lengths, of its pattern or format."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str | None:
        if not isinstance(value, str):
            raise ValidationError("应当填写文字。")
        question = self.question
        text = tidy_text(value) if question.kind == "textarea" else tidy_line(value)
        if not text:
            return None
        problem = length_problem(question, text, _fixed(question.min_length), _fixed(question.max_length))
        if problem:
            raise ValidationError(problem)
        return self._of_format(text)

    def _of_format(self, text: str) -> str:
        question = self.question
        if question.pattern and not re.search(question.pattern, text):
            raise ValidationError(question.pattern_message or "格式不符合要求。")
        if question.format == "email" and not _EMAIL.match(text):
            raise ValidationError("请填写有效的电子邮箱，例如 name@example.cn。")
        if question.format == "phone" and not _PHONE.match(text):
            raise ValidationError("请填写有效的电话号码。")
        if question.format == "month":
            return _month(text)
        if question.format == "year" and not re.fullmatch(r"(19|20)\d\d", text):
            raise ValidationError("请填写四位年份，例如 2021。")
        return text


class NumberAnswer(Answer):
    """An exact number: int where no decimals are allowed or none are given, else Decimal."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int | Decimal | None:
        number = self._number(value)
        if number is None:
            return None
        exponent = number.as_tuple().exponent
        assert isinstance(exponent, int)
        if (not number.is_zero() and number.adjusted() >= _MAX_DIGITS) or -exponent > _MAX_DIGITS:
            raise ValidationError("数字过长，请检查是否填错。")
        allowed = self.question.decimals
        if allowed is not None and -number.normalize().as_tuple().exponent > allowed:  # type: ignore[operator]
            raise ValidationError("请填写整数。" if allowed == 0 else f"最多保留 {allowed} 位小数。")
        problem = range_problem(self.question, number, _fixed(self.question.minimum), _fixed(self.question.maximum))
        if problem:
            raise ValidationError(problem)
        return int(number) if number == number.to_integral_value() else number

    def _number(self, value: Any) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
            raise ValidationError("应当填写数字。")
        # Tables pasted from Word or Excel bring full-width digits and thousands separators.
        text = unicodedata.normalize("NFKC", str(value)[:64]).replace(",", "").strip()
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError("应当填写数字。") from None
        if not number.is_finite():
            raise ValidationError("应当填写数字。")
        return number


class DayAnswer(Answer):
    """A date, a time or a date with time (Asia/Shanghai), ISO or as people write dates."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        kind = self.question.kind
        wanted: type = {"date": date, "time": time, "datetime": datetime}[kind]
        if type(value) is wanted:
            return value
        if not isinstance(value, str):
            raise ValidationError("应当填写日期。")
        text = unicodedata.normalize("NFKC", value[:64]).strip()
        if not text:
            return None
        try:
            return _READERS[kind](text)
        except ValueError:
            sentence = {"date": "请填写有效的日期，例如 2021-11-10。", "time": "请填写有效的时间，例如 09:30。"}
            raise ValidationError(sentence.get(kind, "请填写有效的日期和时间。")) from None


class ChoiceAnswer(Answer):
    """One of the options. Options that come from the case are compared later, with the case at hand."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if isinstance(value, str) and not value.strip():
            return None
        if isinstance(value, (list, dict)):
            raise ValidationError("只能选择一项。")
        options = self.question.options
        return value if options is None else chosen(value, [option.value for option in options])


class ChecklistAnswer(Answer):
    """Any number of the options, each once, in the order of the options."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError("应当是选项列表。")
        if len(value) > 500:
            raise ValidationError("选项过多。")
        options = self.question.options
        return value if options is None else chosen_many(value, [option.value for option in options])


class CheckboxAnswer(Answer):
    """Ticked or not."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value in ("true", "false", ""):
            return bool(value == "true")
        raise ValidationError("只能勾选或不勾选。")


class FilesAnswer(Answer):
    """Files by their number; what else is said of them is for showing until the house says it again."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError("应当是附件列表。")
        found: dict[int, dict[str, Any]] = {}
        for item in value:
            number = number_of(item)
            if number is None:
                raise ValidationError("附件编号有误，请重新上传。")
            told = item if isinstance(item, Mapping) else {}
            found[number] = {**{name: told[name] for name in TOLD if name in told}, "id": number}
        most = MOST_FILES if self.question.multiple else 1
        if len(found) > most:
            raise ValidationError(f"最多上传 {most} 个文件，现有 {len(found)} 个，请取消勾选不需要的。")
        return list(found.values())


class RowsAnswer(fields.List[Any]):
    """Rows that all have one shape; the number is checked before any row is read."""

    def __init__(self, rows: Rows, inner: fields.Field[Any]) -> None:
        self.rows = rows
        super().__init__(inner, allow_none=True, error_messages={"invalid": "应当是逐行填写的列表。"})

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.rows.max_rows:
            raise ValidationError(f"最多 {self.rows.max_rows} 行，现有 {len(value)} 行。")
        return super()._deserialize(value, attr, data, **kwargs)


ANSWERS: dict[str, type[Answer]] = {
    "textfield": TextAnswer,
    "textarea": TextAnswer,
    "number": NumberAnswer,
    "date": DayAnswer,
    "time": DayAnswer,
    "datetime": DayAnswer,
    "select": ChoiceAnswer,
    "radio": ChoiceAnswer,
    "checklist": ChecklistAnswer,
    "checkbox": CheckboxAnswer,
    "filepicker": FilesAnswer,
}


def token(value: Any) -> str:
    """A value as it stands in an HTML `value` attribute."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def chosen(value: Any, allowed: list[Any]) -> Any:
    """The allowed value meant by what was handed in. Raises ValidationError when there is none."""
    for candidate in allowed:
        if token(candidate) == token(value):
            return candidate
    raise ValidationError("请从所列选项中选择。")


def chosen_many(values: list[Any], allowed: list[Any]) -> list[Any]:
    """The allowed values meant, each once, in the order of the options."""
    meant = [chosen(value, allowed) for value in values if not isinstance(value, (list, dict))]
    if len(meant) != len(values):
        raise ValidationError("请从所列选项中选择。")
    return [candidate for candidate in allowed if candidate in meant]


def _fixed(limit: Any) -> Any:
    return None if isinstance(limit, Expression) else limit


def _month(text: str) -> str:
    match = _MONTH.match(unicodedata.normalize("NFKC", text))
    if not match or not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) <= 2199:
        raise ValidationError("请填写年月，例如 1975-06。")
    return f"{match[1]}-{int(match[2]):02d}"


def _day(text: str) -> date:
    match = _DAY.match(text)
    if not match or not 1900 <= int(match[1]) <= 2199:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if not 1900 <= moment.year <= 2199:
        raise ValueError(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


_READERS = {"date": _day, "time": time.fromisoformat, "datetime": _moment}
