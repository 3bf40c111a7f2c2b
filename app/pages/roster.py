"""批量导入: organisations and people from an Excel file, in two steps: what it would do, then exactly that."""

import io
from hashlib import sha256

import xlsxwriter
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, send_file, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from app import access
from services.foundation.errors import Conflict, Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.foundation.workbooks import WorkbookRefused, read_sheet
from services.people import roster
from services.people.identity import Actor

from .administering import administrator, level_choices, role_choices

page = Blueprint("roster", __name__, url_prefix="/administration/roster")
SHOWN = 200
EXAMPLE = "qinghe-qu，清河区总工会，county，shi-zgh，工会，zhang.san，张三，工会干部，2026-01-01"


class RosterOutdated(Conflict):
    """What was confirmed is not what was shown."""

    sentence = "预览之后单位或人员有了变化，没有导入。请重新上传，核对后再确认。"


@page.get("")
@access.require_actor
def show() -> Response:
    """Where a table is handed in."""
    return _form()


@page.get("/template")
@access.require_actor
def template() -> Response:
    """An empty table with the right columns, and what may stand in them."""
    with access.house().reading() as uow:
        administrator(uow)
        raw = _template(role_choices(uow), level_choices(uow))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return send_file(io.BytesIO(raw), kind, as_attachment=True, download_name="单位和人员.xlsx")


@page.post("/previews")
@access.require_actor
def preview() -> Response:
    """What the table would do, row by row, and what in it cannot be done. Nothing is stored."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _form(Invalid("请选择要导入的 Excel 文件。"))
    with access.house().work() as uow:
        actor = administrator(uow)
        try:
            rows = read_sheet(file.stream)
            outcome = _foreseen(uow, actor, rows)
        except WorkbookRefused as refusal:
            return _form(Invalid(str(refusal)))
        except Invalid as refusal:
            return _form(refusal)
    seen = "" if outcome.problems else _signer().dumps([rows, _digest(outcome)])
    page = render_template("roster_preview.html", outcome=outcome, seen=seen, shown=SHOWN)
    return make_response(page, 422 if outcome.problems else 200)


@page.post("")
@access.require_actor
def carry_out() -> Response:
    """Do exactly what the preview showed, all of it or nothing."""
    with access.house().reading() as uow:
        administrator(uow)
    try:
        rows, digest = _signer().loads(request.form.get("seen", ""))
    except (BadSignature, ValueError):
        raise RosterOutdated from None
    with access.house().work() as uow:
        actor = administrator(uow)
        lines, problems = roster.read_lines(rows, _roles(uow))
        if problems:
            raise RosterOutdated
        try:
            outcome = roster.carry_out(uow, actor, lines)
        except roster.RosterRefused:
            raise RosterOutdated from None
        if _digest(outcome) != digest:
            raise RosterOutdated
    flash(f"已导入：{len(outcome.steps)} 处变动。新增的人员还没有密码，请在“人员”页发放临时密码。", "success")
    return make_response(redirect(url_for("people.index", which="no_password"), 303))


def _foreseen(uow: UnitOfWork, actor: Actor, rows: list[list[str]]) -> roster.Outcome:
    lines, problems = roster.read_lines(rows, _roles(uow))
    if not lines and not problems:
        raise Invalid("表格里只有栏名，没有要导入的行。")
    outcome = roster.foresee(uow, actor, lines)
    outcome.problems = sorted([*problems, *outcome.problems], key=lambda each: each.row)
    return outcome


def _digest(outcome: roster.Outcome) -> str:
    return sha256("\n".join(f"{step.row} {step.sentence}" for step in outcome.steps).encode()).hexdigest()


def _roles(uow: UnitOfWork) -> dict[str, str]:
    return {title: role for role, title in role_choices(uow).items()}


def _form(refusal: Invalid | None = None) -> Response:
    with access.house().reading() as uow:
        administrator(uow)
        levels, roles = level_choices(uow), role_choices(uow)
    page = render_template("roster.html", refusal=refusal, columns=roster.COLUMNS, levels=levels, roles=roles)
    return make_response(page, 422 if refusal else 200)


def _template(roles: dict[str, str], levels: dict[str, str]) -> bytes:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True, "strings_to_formulas": False}) as book:
        head, day = book.add_format({"bold": True, "bg_color": "#E6EFEF"}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("单位和人员")
        for column, title in enumerate(roster.COLUMNS.values()):
            sheet.write_string(0, column, title, head)
            sheet.set_column(column, column, 22 if "名称" in title else 15, day)
        place = list(roster.COLUMNS).index("role")
        sheet.data_validation(1, place, 2000, place, {"validate": "list", "source": "=填写说明!$A$14:$A$60"})
        sheet.freeze_panes(1, 0)
        told = book.add_worksheet("填写说明")
        told.set_column(0, 0, 30)
        told.set_column(1, 1, 60)
        for row, text in enumerate(EXPLAINED):
            told.write_string(row, 0, text)
        told.write_string(12, 0, "岗位可以填：", head)
        told.write_string(12, 1, "层级可以填（须与办法一致）：", head)
        for row, title in enumerate(roles.values()):
            told.write_string(13 + row, 0, title)
        for row, (level, name) in enumerate(levels.items()):
            told.write_string(13 + row, 1, f"{level}　{name}")
    return whole.getvalue()


EXPLAINED = (
    "一行写一个单位，或者一个单位里的一个人、一个岗位。一个人有几个岗位就写几行。",
    "单位已在系统里的，只填单位代码即可；填了名称、层级、上级、性质而与现有不同的，按表里的改。",
    "上级单位可以写在下级的后面。",
    "登录名为 2 至 50 个小写字母、数字或 . _ @ -。新人员要填姓名。",
    "日期写成 2026-01-01。起始日不填就从导入当天起，截止日不填就一直任职。",
    "导入不会删除任何单位、人员和任职。",
    "上传以后先看要做哪些变动，有一行不对就整张表都不导入。",
    f"例：{EXAMPLE}",
)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(access.application().settings.secret_key or "", salt="roster preview")
