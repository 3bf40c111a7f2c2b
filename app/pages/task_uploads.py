"""Large files in pieces: begin, ask how far it is, send the next, give up. Without script they come with the form.

The protocol is small: POST begins (or finds what broke off), HEAD and PATCH carry `Upload-Offset`, a piece may carry
`Upload-Digest` (SHA-256, hexadecimal). The last piece is answered with the number of the attachment.
"""

from flask import Blueprint, Response, jsonify, make_response, request, url_for

from app import access
from services.casework import attachments
from services.casework.attachments import (
    LARGEST_PIECE,
    NotAccepted,
    WrongPlace,
    add_piece,
    attach_to_task,
    begin_upload,
    end_upload,
    store_of,
    unfinished_uploads,
    upload_by_token,
    whole_file,
)
from services.casework.attachments.models import Upload
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal

page = Blueprint("task_uploads", __name__)
LARGEST_NUMBER = 10


@page.post("/tasks/<number:task_id>/uploads")
@access.require_actor
def begin(task_id: int) -> Response:
    """Begin a file, or go on with the same one: answers where the next piece goes, and what the newest one was."""
    sent = request.form
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            size = _number(sent.get("size", ""))
            names = (sent.get("path", ""), sent.get("name", ""))
            upload = begin_upload(uow, actor, task_id, *names, size, sent.get("mark", ""))
            return _state(upload, 201 if upload.received == 0 else 200)
    except (Invalid, Conflict, NotAllowed, NotFound) as refusal:
        return _refused(refusal)


@page.get("/tasks/<number:task_id>/uploads")
@access.require_actor
def unfinished(task_id: int) -> Response:
    """Files of this task that this person began and that broke off: {"unfinished": [{name, path, received, size}]}."""
    with access.house().reading() as uow:
        found = unfinished_uploads(uow, access.signed_in_actor(uow), task_id)
        rows = [{"name": u.name, "path": u.path, "received": u.received, "size": u.size} for u in found]
    return jsonify(unfinished=rows)


@page.route("/uploads/<token>", methods=["GET"])
@access.require_actor
def show(token: str) -> Response:
    """How far it is; HEAD answers with the headers alone."""
    with access.house().reading() as uow:
        return _state(upload_by_token(uow, access.signed_in_actor(uow), token), 200)


@page.route("/uploads/<token>", methods=["PATCH"])
@access.require_actor
def add(token: str) -> Response:
    """The next piece. Behind the last one the file is looked at and becomes an attachment."""
    try:
        if (request.content_length or 0) > LARGEST_PIECE:
            raise Invalid("这一段过大。")
        content = request.get_data(cache=False)
        at, digest = _number(request.headers.get("Upload-Offset", "")), request.headers.get("Upload-Digest", "")
        with access.house().work() as uow:
            upload = add_piece(uow, access.signed_in_actor(uow), token, at, content, digest)
        return _finish(upload) if upload.received == upload.size else _state(upload, 200)
    except WrongPlace:
        with access.house().reading() as uow:
            upload = upload_by_token(uow, access.signed_in_actor(uow), token)
        whole = upload.received == upload.size and upload.attachment_id is None
        return _finish(upload) if whole else _state(upload, 409)
    except (Invalid, Conflict, NotAllowed, NotFound) as refusal:
        return _refused(refusal)


@page.delete("/uploads/<token>")
@access.require_actor
def drop(token: str) -> Response:
    """Give a file up."""
    with access.house().work() as uow:
        end_upload(uow, access.signed_in_actor(uow), token, None)
    return make_response("", 204)


def _finish(upload: Upload) -> Response:
    """Looked at outside the transaction, as every file is; what is no file for this question goes at once."""
    with access.house().reading() as uow:
        file = whole_file(uow, access.signed_in_actor(uow), upload.token)
    with file:
        try:
            looked = attachments.looked_at(file)
            store_of(access.house().wiring).prepare(looked)
            with access.house().work() as uow:
                actor = access.signed_in_actor(uow)
                kept = attach_to_task(uow, actor, upload.task_id, upload.path, upload.name, looked)
                end_upload(uow, actor, upload.token, int(str(kept["id"])))
                return _state(upload_by_token(uow, actor, upload.token), 200)
        except WrongPlace:  # the same last piece came twice; the other one was faster
            with access.house().reading() as uow:
                return _state(upload_by_token(uow, access.signed_in_actor(uow), upload.token), 200)
        except (NotAccepted, Refusal) as refusal:
            with access.house().work() as uow:
                end_upload(uow, access.signed_in_actor(uow), upload.token, None)
            return _refused(refusal)


def _state(upload: Upload, status: int) -> Response:
    answer = jsonify(
        url=url_for("task_uploads.show", token=upload.token),
        received=upload.received,
        size=upload.size,
        last={"size": upload.last_size, "digest": upload.last_digest},
        attachment=upload.attachment_id,
    )
    answer.status_code = status
    answer.headers["Upload-Offset"] = str(upload.received)
    answer.headers["Upload-Length"] = str(upload.size)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(refusal: Refusal | NotAccepted) -> Response:
    fields = list(refusal.fields.values()) if isinstance(refusal, Refusal) else []
    sentence = fields[0] if fields else str(refusal)
    answer = jsonify(sentence=sentence)
    answer.status_code = 409 if isinstance(refusal, Conflict) else 404 if isinstance(refusal, NotFound) else 422
    return answer


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LARGEST_NUMBER else -1
