"""The small procedure with a longer sheet: three parts, a list that grows, a film."""

import io
import re
from typing import Any

import xlsxwriter
from flask.testing import FlaskClient

from services.process.registry import Package
from tests.drawing import form
from tests.small_procedure import package

GENDER = [{"label": "男", "value": "m"}, {"label": "女", "value": "f"}]
SHEET = form(
    "sheet",
    {"type": "group", "label": "基本情况", "components": [
        {"type": "textfield", "key": "name", "label": "名称", "validate": {"required": True}},
        {"type": "number", "key": "amount", "label": "经费"},
    ]},
    {"type": "dynamiclist", "path": "members", "label": "骨干成员", "allowAddRemove": True, "components": [
        {"type": "textfield", "key": "name", "label": "姓名", "validate": {"required": True}},
        {"type": "select", "key": "gender", "label": "性别", "values": GENDER},
        {"type": "number", "key": "born", "label": "出生年份"},
    ]},
    {"type": "group", "label": "材料", "components": [
        {"type": "filepicker", "key": "film", "label": "视频", "accept": ".mp4"},
    ]},
)  # fmt: skip


def long_sheet() -> Package:
    """The procedure."""
    return package(forms__sheet_dot_form=SHEET)


def book(*rows: list[Any]) -> io.BytesIO:
    """An .xlsx of these rows."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    made.seek(0)
    return made


def standing(page: str) -> dict[str, Any]:
    """What a browser would send of the controls that stand on a page, buttons and files left out."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", page.partition('id="form"')[2].partition("</form>")[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="file"' not in tag and ('type="checkbox"' not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found


def send(client: FlaskClient, address: str, to: str = "completion", **typed: Any):
    """Open a page and send its form with something typed into it."""
    body = {**standing(client.get(address).text), **typed}
    return client.post(f"{address}/{to}", data=body, content_type="multipart/form-data")
