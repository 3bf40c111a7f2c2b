"""What may be attached to an objection: a PDF, a JPEG or a PNG, told by its content and never by its name."""

from collections.abc import Sequence

from services.casework.attachments.content import JPEG, PDF, PNG, Content, NotAccepted, look_at
from services.foundation.errors import Invalid

MOST_FILES = 3
MOST_BYTES = 10 * 1024 * 1024
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
TOO_LARGE = "每个附件不能超过 10 MB。"


def accepted(files: Sequence[bytes]) -> list[Content]:
    """The files that were really chosen, each looked at. Raises Invalid with the field `files`."""
    given = [content for content in files if content]
    if len(given) > MOST_FILES:
        raise Invalid(fields={"files": f"最多上传 {MOST_FILES} 个附件。"})
    try:
        return [_looked_at(content) for content in given]
    except NotAccepted as refusal:
        raise Invalid(fields={"files": str(refusal)}) from None


def _looked_at(content: bytes) -> Content:
    if len(content) > MOST_BYTES:
        raise NotAccepted(TOO_LARGE)
    return look_at(content)
