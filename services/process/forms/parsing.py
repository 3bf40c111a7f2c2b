"""form-js JSON -> `Form`. What we would not honour faithfully is refused with its component, never dropped."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from services.process.rules.feel import Expression, FeelError, compile_expression

from .fields import (
    CHOICE_KINDS,
    FIELD_KINDS,
    MAX_ROWS,
    MAX_TEXT,
    Component,
    Field,
    Form,
    FormFaulty,
    FormProblem,
    Group,
    Limit,
    Option,
    Path,
    Rows,
    Static,
    leaves,
)
from .files import asked_of_files

_STATIC_KINDS = frozenset({"text", "separator", "spacer"})
_DATE_KINDS = frozenset({"date", "time", "datetime"})
_FORMATS = frozenset({"", "email", "phone", "month", "year"})
_NAME = re.compile(r"[^\W\d][\w]*(\.[^\W\d][\w]*)*\Z")
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_MAX_DEPTH = 6


def parse_form(raw: bytes | str | Mapping[str, Any]) -> Form:
    """Read one form. Raises FormFaulty with every problem found."""
    if isinstance(raw, Mapping):
        return _Parser().form(raw)
    return _parsed(raw if isinstance(raw, str) else raw.decode("utf-8", "replace"))


@lru_cache(maxsize=512)
def _parsed(text: str) -> Form:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise FormFaulty([FormProblem("", f"表单不是有效的 JSON：{error}")]) from error
    if not isinstance(document, dict):
        raise FormFaulty([FormProblem("", "表单应当是一个 JSON 对象。")])
    return _Parser().form(document)


class _Parser:
    """One reading of one form; it collects problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[FormProblem] = []
        self.ids: set[str] = set()

    def form(self, document: Mapping[str, Any]) -> Form:
        fields = self.components(document.get("components"), (), 0)
        self._unique(fields, "")
        self._group_limits(fields)
        if self.problems:
            raise FormFaulty(self.problems)
        return Form(str(document.get("id") or "form"), str(document.get("title") or document.get("name") or ""), fields)

    def components(self, raw: Any, prefix: Path, depth: int) -> tuple[Component, ...]:
        if depth > _MAX_DEPTH:
            self._problem("", f"表单嵌套超过 {_MAX_DEPTH} 层。")
            return ()
        if not isinstance(raw, list):
            self._problem("", "缺少 components 列表。")
            return ()
        found = (self._component(item, prefix, depth) for item in raw)
        return tuple(component for component in found if component is not None)

    def _component(self, raw: Any, prefix: Path, depth: int) -> Component | None:
        if not isinstance(raw, Mapping):
            self._problem("", "组件应当是 JSON 对象。")
            return None
        kind = str(raw.get("type") or "")
        base = self._base(raw, kind)
        if kind in FIELD_KINDS:
            return self._field(raw, base, prefix)
        if kind == "group":
            path = prefix + self._path(raw, "path", base["id"], optional=True)
            return Group(**base, children=self.components(raw.get("components"), path, depth + 1))
        if kind == "dynamiclist":
            return self._rows(raw, base, prefix, depth)
        if kind in _STATIC_KINDS:
            return self._static(raw, base)
        self._problem(base["id"], f"不支持的组件类型“{kind}”。")
        return None

    def _base(self, raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
        identity = str(raw.get("id") or f"{kind}_{len(self.ids) + 1}")
        if identity in self.ids:
            self._problem(identity, "组件编号重复。")
        self.ids.add(identity)
        given = raw.get("properties")
        properties = {str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {}
        layout = raw.get("layout") if isinstance(raw.get("layout"), Mapping) else {}
        columns = layout.get("columns") if isinstance(layout, Mapping) else None
        return {
            "id": identity,
            "kind": kind,
            "label": _label(raw),
            "hint": properties.get("hint") or str(raw.get("description") or ""),
            "clauses": tuple(properties.get("clause", "").replace(",", " ").split()),
            "hide": self._condition((raw.get("conditional") or {}).get("hide"), identity),
            "row": str(layout["row"]) if isinstance(layout, Mapping) and layout.get("row") else None,
            "columns": columns if isinstance(columns, int) and 1 <= columns <= 16 else None,
            "properties": properties,
        }

    def _field(self, raw: Mapping[str, Any], base: dict[str, Any], prefix: Path) -> Field:
        identity, properties = base["id"], base["properties"]
        validate = raw.get("validate") if isinstance(raw.get("validate"), Mapping) else {}
        assert isinstance(validate, Mapping)
        kind = base["kind"]
        if kind == "datetime":
            kind = base["kind"] = self._date_kind(raw, identity)
        if not base["label"]:
            self._problem(identity, "缺少标签（label）。")
        return Field(
            **base,
            path=prefix + self._path(raw, "key", identity),
            locked=raw.get("disabled") is True or raw.get("readonly") is True,
            required=validate.get("required") is True,
            required_if=self._condition(properties.get("required_if"), identity),
            minimum=self._limit(validate.get("min"), identity),
            maximum=self._limit(validate.get("max"), identity),
            min_length=self._limit(validate.get("minLength"), identity),
            max_length=self._limit(validate.get("maxLength"), identity) or MAX_TEXT,
            pattern=self._pattern(validate, identity),
            pattern_message=str(validate.get("patternErrorMessage") or properties.get("pattern_message") or ""),
            format=self._format(validate, properties, identity),
            decimals=self._decimals(raw, identity) if kind == "number" else None,
            options=self._options(raw, identity) if kind in CHOICE_KINDS else None,
            options_from=self._options_from(raw, identity) if kind in CHOICE_KINDS else None,
            unit=properties.get("unit") or str((raw.get("appearance") or {}).get("suffixer") or ""),
            default=raw.get("defaultValue"),
            count_blanks=properties.get("count") != "no_spaces",
            count_group=properties.get("count_group", ""),
            count_limit=self._limit(properties.get("count_limit"), identity),
            **(self._of_files(raw, properties, identity) if kind == "filepicker" else {}),
        )

    def _of_files(self, raw: Mapping[str, Any], properties: Mapping[str, str], identity: str) -> dict[str, Any]:
        asked, problems = asked_of_files(raw, properties)
        self.problems += [FormProblem(identity, problem) for problem in problems]
        return asked

    def _rows(self, raw: Mapping[str, Any], base: dict[str, Any], prefix: Path, depth: int) -> Rows:
        identity, properties = base["id"], base["properties"]
        growable = raw.get("allowAddRemove", True) is not False
        shown = raw.get("defaultRepetitions", 1)
        shown = shown if isinstance(shown, int) and not isinstance(shown, bool) and 0 <= shown <= MAX_ROWS else 1
        return Rows(
            **base,
            path=prefix + self._path(raw, "path", identity),
            children=self.components(raw.get("components"), (), depth + 1),
            growable=growable,
            shown_rows=shown,
            min_rows=self._count(properties, "min_rows", identity, 0) if growable else shown,
            max_rows=self._count(properties, "max_rows", identity, MAX_ROWS) if growable else shown,
            locked=raw.get("disabled") is True or raw.get("readonly") is True,
        )

    def _static(self, raw: Mapping[str, Any], base: dict[str, Any]) -> Static:
        text = str(raw.get("text") or "")
        if base["kind"] == "text" and text.startswith("="):
            return Static(**base, computed=self._expression(text, base["id"]))
        return Static(**base, text=text)

    def _path(self, raw: Mapping[str, Any], name: str, identity: str, optional: bool = False) -> Path:
        value = str(raw.get(name) or "").strip()
        if not value and optional:
            return ()
        if not _NAME.match(value):
            self._problem(identity, f"{name} 应当是字段名（字母、汉字、数字、下划线），现为“{value}”。")
            return (identity,)
        return tuple(value.split("."))

    def _date_kind(self, raw: Mapping[str, Any], identity: str) -> str:
        subtype = str(raw.get("subtype") or "date")
        if subtype not in _DATE_KINDS:
            self._problem(identity, f"不支持的日期类型“{subtype}”。")
        if raw.get("disallowPassedDates") is True:
            self._problem(identity, "不支持 disallowPassedDates，请用判定表检查日期。")
        return subtype

    def _decimals(self, raw: Mapping[str, Any], identity: str) -> int | None:
        digits = raw.get("decimalDigits")
        if digits is None or (isinstance(digits, int) and not isinstance(digits, bool) and 0 <= digits <= 10):
            return digits
        self._problem(identity, "decimalDigits 应当是 0 到 10 的整数。")
        return None

    def _options(self, raw: Mapping[str, Any], identity: str) -> tuple[Option, ...] | None:
        values = raw.get("values")
        if values is None:
            if not raw.get("valuesExpression") and not raw.get("valuesKey"):
                self._problem(identity, "没有可选项（values、valuesKey 或 valuesExpression）。")
            return None
        if not isinstance(values, list) or not values:
            self._problem(identity, "values 应当是非空列表。")
            return None
        given = [item for item in values if isinstance(item, Mapping)]
        options = [Option(item.get("value"), str(item.get("label") or item.get("value"))) for item in given]
        if len(options) != len(values) or len({str(option.value) for option in options}) != len(options):
            self._problem(identity, "可选项有缺失或重复的值。")
        return tuple(options)

    def _options_from(self, raw: Mapping[str, Any], identity: str) -> Expression | None:
        text = raw.get("valuesExpression") or raw.get("valuesKey")
        return self._expression(str(text), identity) if text else None

    def _pattern(self, validate: Mapping[str, Any], identity: str) -> str | None:
        pattern = validate.get("pattern")
        if not pattern:
            return None
        try:
            re.compile(str(pattern))
        except re.error as error:
            self._problem(identity, f"正则表达式有误：{error}")
        return str(pattern)

    def _format(self, validate: Mapping[str, Any], properties: Mapping[str, str], identity: str) -> str:
        wanted = properties.get("format") or str(validate.get("validationType") or "")
        wanted = "" if wanted == "custom" else wanted
        if wanted not in _FORMATS:
            self._problem(identity, f"不支持的格式“{wanted}”。")
        return wanted

    def _limit(self, raw: Any, identity: str) -> Limit | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, str) and raw.startswith("="):
            return self._expression(raw, identity)
        try:
            return Decimal(str(raw)) if not isinstance(raw, bool) else None
        except InvalidOperation:
            self._problem(identity, f"限值“{raw}”不是数字。")
            return None

    def _count(self, properties: Mapping[str, str], name: str, identity: str, otherwise: int) -> int:
        text = properties.get(name, "")
        if not text:
            return otherwise
        if text.isdecimal() and int(text) <= MAX_ROWS:
            return int(text)
        self._problem(identity, f"{name} 应当是 0 到 {MAX_ROWS} 的整数。")
        return otherwise

    def _condition(self, text: Any, identity: str) -> Expression | None:
        return self._expression(str(text), identity) if text else None

    def _expression(self, text: str, identity: str) -> Expression | None:
        try:
            return compile_expression(text.strip().removeprefix("="))
        except FeelError as error:
            self._problem(identity, f"表达式有误：{error}{error.advice}")
            return None

    def _unique(self, components: tuple[Component, ...], prefix: str) -> None:
        seen: list[Path] = []
        for leaf in leaves(components):
            if any(leaf.path[: len(other)] == other or other[: len(leaf.path)] == leaf.path for other in seen):
                self._problem(leaf.id, f"字段“{prefix}{'.'.join(leaf.path)}”与另一字段重复或互相包含。")
            seen.append(leaf.path)
            if isinstance(leaf, Rows):
                self._unique(leaf.children, f"{prefix}{'.'.join(leaf.path)}[].")

    def _group_limits(self, components: tuple[Component, ...]) -> None:
        members: dict[str, list[Field]] = {}
        for leaf in leaves(components):
            if isinstance(leaf, Field) and leaf.count_group:
                members.setdefault(leaf.count_group, []).append(leaf)
        for name, fields in members.items():
            if not any(member.count_limit is not None for member in fields):
                self._problem(fields[0].id, f"共用字数组“{name}”没有写明 count_limit。")

    def _problem(self, component: str, message: str) -> None:
        self.problems.append(FormProblem(component, message))


def _label(raw: Mapping[str, Any]) -> str:
    """The label without the blanks that printed forms put between two characters (姓   名)."""
    text = str(raw.get("label") or raw.get("dateLabel") or raw.get("timeLabel") or "").strip()
    return _SPREAD.sub("", text)
