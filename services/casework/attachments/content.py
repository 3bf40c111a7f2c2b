"""What a PDF, a JPEG or a PNG is, told by its content and never by its name; what hangs behind a picture is cut off.

Of a picture its camera's tale is left out, too (photographs.py).
"""

import re
import zlib
from dataclasses import dataclass

from .photographs import bare_jpeg, bare_png

MOST_PIXELS = 100_000_000  # a picture that unpacks to more than this is made to break whoever opens it
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
NOT_ONE = "附件只能是 PDF、JPEG 或 PNG 文件。"
DAMAGED = "附件不完整或夹带了别的内容，请重新扫描或另存后再上传。"
PICTURE_TOO_LARGE = "图片的尺寸过大，请缩小后再上传。"


@dataclass(frozen=True)
class Content:
    """A file that passed: what it is, and its bytes without whatever hung behind its end."""

    media_type: str
    content: bytes


class NotAccepted(Exception):
    """Why a file is not taken, in a sentence that says nothing of its name or content."""


def look_at(content: bytes) -> Content:
    """One file by its content. Raises NotAccepted."""
    if content.startswith(b"%PDF-"):
        return Content(PDF, _pdf(content))
    if content.startswith(b"\xff\xd8\xff"):
        return Content(JPEG, bare_jpeg(_jpeg(content)))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Content(PNG, bare_png(_png(content)))
    raise NotAccepted(NOT_ONE)


def _pdf(content: bytes) -> bytes:
    """Its own end is the end, and no archive hides in it: a ZIP is read from behind."""
    end = content.rfind(b"%%EOF")
    if not re.match(rb"%PDF-[12]\.\d", content) or end < 0 or content[end + 5 :].strip(b"\r\n\t \0"):
        raise NotAccepted(DAMAGED)
    if b"PK\x05\x06" in content[-66_000:]:
        raise NotAccepted(DAMAGED)
    return content


def _png(content: bytes) -> bytes:
    """Chunk by chunk with their sums; what hangs behind the last is cut off."""
    at, first = 8, True
    while at + 12 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        body, end = content[at + 8 : at + 8 + size], at + 12 + size
        if end > len(content) or zlib.crc32(kind + body) != int.from_bytes(content[end - 4 : end]):
            break
        if first:
            if kind != b"IHDR" or size != 13:
                break
            _require_reasonable(int.from_bytes(body[:4]), int.from_bytes(body[4:8]))
        if kind == b"IEND":
            return content[:end]
        at, first = end, False
    raise NotAccepted(DAMAGED)


def _jpeg(content: bytes) -> bytes:
    """Segment by segment to its end mark; what a camera, or somebody else, hung behind it is cut off."""
    at, framed = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xFF:  # filling
            at += 1
            continue
        size = int.from_bytes(content[at + 2 : at + 4])
        if kind in _FRAMES and at + 9 <= len(content):
            _require_reasonable(int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7]))
            framed = True
        at += 2 + size
        if kind == 0xDA:
            at = _behind_scan(content, at)
            if content[at : at + 2] == b"\xff\xd9" and framed:
                return content[: at + 2]
        if size < 2:
            break
    raise NotAccepted(DAMAGED)


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _behind_scan(content: bytes, at: int) -> int:
    """The first marker behind the picture's own data: stuffed bytes and restart marks belong to the data."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2
    return len(content)


def _require_reasonable(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise NotAccepted(PICTURE_TOO_LARGE)
