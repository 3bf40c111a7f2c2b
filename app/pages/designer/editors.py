"""The editors: a draft's diagram, table, form or text, opened in the browser; and what they ask of the server."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from app import access
from services.designer import drafts
from services.designer.drafts.editing import editing_of
from services.designer.drafts.layout import CannotLayOut, laid_out
from services.process.forms import FormFaulty, asked, parse_form

page = Blueprint("designer_editors", __name__, url_prefix="/designer/drafts/<number:draft_id>")
WORDS = {"bpmn": "流程图", "dmn": "判定表", "form": "表单", "text": "文字"}


@page.get("/edit/<path:path>")
@access.require_actor
def show(draft_id: int, path: str) -> str:
    """The editor that fits the file; `?as=text` opens the text itself."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        editing = editing_of(path, drafts.file_of(uow, draft, path), plain=request.args.get("as") == "text")
        holder = drafts.writer(uow, draft)
        return render_template(
            f"designer/edit_{editing.editor}.html",
            draft=draft,
            path=path,
            editing=editing,
            kind=WORDS[editing.editor],
            drawable=path.endswith((".bpmn", ".dmn", ".form")),
            shared=path not in drafts.own_files(uow, draft),
            writer=holder.name if holder is not None and holder.id != actor.id else "",
            may_write=actor.holds("designer"),
        )


@page.post("/form-preview")
@access.require_actor
def preview(draft_id: int) -> Response:
    """The form in the body as whoever fills it in will see it, nothing kept; 422 where it is faulty."""
    _may_look(draft_id)
    try:
        sheet = asked(parse_form(request.get_data()), {})
    except FormFaulty as faulty:
        problems = [{"component": p.component, "message": p.message} for p in faulty.problems]
        return make_response(jsonify({"sentence": "表单还不能使用。", "problems": problems}), 422)
    return make_response(render_template("designer/form_preview.html", sheet=sheet))


@page.post("/layout")
@access.require_actor
def lay_out(draft_id: int) -> Response:
    """The diagram in the body with a place for everything, nothing kept; 422 where it cannot be drawn."""
    _may_look(draft_id)
    try:
        response = make_response(laid_out(request.get_data()))
    except CannotLayOut as refusal:
        return make_response(jsonify({"sentence": refusal.sentence}), 422)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


def _may_look(draft_id: int) -> None:
    with access.house().reading() as uow:
        drafts.draft_to_read(uow, access.signed_in_actor(uow), draft_id)
