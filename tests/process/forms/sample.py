"""A form that uses everything we honour, small enough to be read."""

from __future__ import annotations

from typing import Any

from services.process.forms import Form, parse_form


def field(kind: str, key: str, label: str, required: bool = False, **more: Any) -> dict[str, Any]:
    """One form-js component; `validate` and `properties` are merged in from `more`."""
    validate = {"required": required, **more.pop("validate", {})}
    return {"type": kind, "key": key, "label": label, "validate": validate, **more}


def form(*components: dict[str, Any]) -> Form:
    """A form of these components."""
    return parse_form({"id": "sample", "type": "default", "components": list(components)})


MEMBERS = {
    "type": "dynamiclist",
    "path": "members",
    "label": "骨干成员",
    "allowAddRemove": True,
    "defaultRepetitions": 2,
    "properties": {"min_rows": "1", "max_rows": "4"},
    "components": [
        field("textfield", "name", "姓  名", required=True),
        field("number", "birth_year", "出生年份", required=True, decimalDigits=0, validate={"min": 1930, "max": 2010}),
        field("checkbox", "frontline", "一线职工"),
    ],
}
VERDICT = field(
    "radio",
    "verdict",
    "意见",
    required=True,
    values=[{"label": "同意", "value": "agree"}, {"label": "退回补正", "value": "return"}],
)
DEFECTS = field(
    "textarea",
    "defects",
    "需补正的事项",
    conditional={"hide": '=verdict != "return"'},
    properties={"required_if": '=verdict = "return"', "clause": "LN-4.1", "hint": "逐条写明。"},
)
LEAD = {
    "type": "group",
    "path": "lead",
    "label": "领衔人",
    "components": [
        field("textfield", "name", "姓名", required=True),
        field("textfield", "phone", "电话", validate={"validationType": "phone"}),
    ],
}
