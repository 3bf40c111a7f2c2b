"""Rows of a list from an Excel file: a template to fill, a report of every line, and only then the form."""

import json
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.cases import require_part
from services.casework.completions import TaskForm, save_draft, task_form
from services.casework.instances import Instance
from services.casework.tasks import Task, open_task, require_may_act
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.foundation.workbooks import WorkbookRefused, read_sheet
from services.output.documents import Heading, row_template
from services.process.forms import Form, columns_of, importable, read_rows
from services.process.forms.fields import Rows
from services.process.forms.places import dig, place_of, plant

page = Blueprint("task_rows", __name__)

IMPORT = "_import"
"""The button below a list; its value is the list's path. The file comes as `import:` and the path."""
MOST_SENT = 2_000_000


@page.get("/tasks/<number:task_id>/rows/<path>/template.xlsx")
@access.require_actor
def template(task_id: int, path: str) -> Response:
    """An empty table with the headings of the list."""
    with access.house().reading() as uow:
        found, form, rows, _ = _list(uow, task_id, path)
        columns = columns_of(form, rows, found.context, found.library)
        content = row_template(rows.label, [Heading(c.label, c.required, c.unit, c.choices) for c in columns])
    response = make_response(content)
    response.mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = quote(f"{rows.label or '名单'}（模板）.xlsx", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def report(task_id: int) -> Response:
    """Read the file that came with the form, whose draft is kept by now, and tell of every line. Nothing is taken."""
    path = request.form[IMPORT][:200]
    sent = request.files.get(f"import:{path}")
    with access.house().reading() as uow:
        found, form, rows, task = _list(uow, task_id, path)
        told: dict[str, Any] = {"task": task, "rows": rows, "path": path, "name": sent.filename if sent else ""}
        there = dig(found.values, rows.path)
        told["there"] = len([row for row in there if _says_anything(row)]) if isinstance(there, list) else 0
        try:
            if sent is None or not sent.filename:
                raise WorkbookRefused("请先选择要导入的 Excel 文件。")
            read = read_rows(form, rows, read_sheet(sent.stream), found.values | dict(found.context), found.library)
        except WorkbookRefused as refusal:
            return make_response(render_template("rows_report.html", refusal=str(refusal), **told), 422)
        answers = [row for _, row in read.good]
        sheet = json.dumps(answers, ensure_ascii=False)
        return make_response(render_template("rows_report.html", read=read, answers=sheet, **told))


@page.post("/tasks/<number:task_id>/rows/<path>")
@access.require_actor
def take(task_id: int, path: str) -> Response:
    """Put the good lines into the draft, behind what stands there or in its stead; the form judges them once more."""
    with access.house().work() as uow:
        found, _, rows, _ = _list(uow, task_id, path)
        sent = _sent_rows()
        before = dig(found.values, rows.path)
        kept = [row for row in before if _says_anything(row)] if isinstance(before, list) else []
        together = [*(kept if request.form.get("how") != "instead" else []), *sent]
        answers = dict(found.values)
        plant(answers, rows.path, together[: rows.max_rows])
        save_draft(uow, access.signed_in_actor(uow), task_id, answers)
    anchor = "f-" + "-".join(str(step) for step in place_of(path) or ())
    return make_response(redirect(url_for("tasks.show", task_id=task_id) + f"#{anchor}", 303))


def _list(uow: UnitOfWork, task_id: int, path: str) -> tuple[TaskForm, Form, Rows, Task]:
    actor, task = access.signed_in_actor(uow), open_task(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    require_may_act(actor, task, instance.applicant_id)
    require_part(uow, actor, task)
    found = task_form(uow, actor, task)
    rows = importable(found.form, path) if found.form is not None else None
    if found.form is None or rows is None:
        raise NotFound("这张表没有可以导入的名单。")
    return found, found.form, rows, task


def _sent_rows() -> list[Any]:
    """What the report page sends back: it is as good as typed, and the form drops what it does not ask."""
    text = request.form.get("rows", "")
    try:
        rows = json.loads(text) if len(text) <= MOST_SENT else None
    except ValueError:
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Invalid("导入的内容不完整，请重新选择文件导入。")
    return rows


def _says_anything(row: Any) -> bool:
    if isinstance(row, dict):
        return any(_says_anything(value) for value in row.values())
    return row not in ("", None, False, [])
