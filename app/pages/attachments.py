"""Attachments: saved by whoever may read the case, never shown in place."""

from urllib.parse import quote

from flask import Blueprint, Response, stream_with_context

from app import access
from services.casework.attachments import Opened, open_attachment

page = Blueprint("attachments", __name__)


@page.get("/attachments/<number:attachment_id>")
@access.require_actor
def show(attachment_id: int) -> Response:
    """The file, to be saved. It is read piece by piece: a film never stands in memory."""
    reading = access.house().reading()
    uow = reading.__enter__()
    try:
        opened = open_attachment(uow, access.signed_in_actor(uow), attachment_id)
    except BaseException as refusal:
        reading.__exit__(type(refusal), refusal, refusal.__traceback__)
        raise
    response = Response(stream_with_context(opened.content), mimetype=opened.attachment.media_type)
    response.call_on_close(lambda: reading.__exit__(None, None, None))
    return _as_attachment(response, opened)


def _as_attachment(response: Response, opened: Opened) -> Response:
    response.headers["Content-Length"] = str(opened.attachment.size)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(opened.attachment.name, safe='')}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
