"""One uploaded file looked at: what it really is, how large, its digest, how long it plays."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from .content import JPEG, PDF, PNG, NotAccepted, look_at
from .movies import MP4, is_movie, seconds_of
from .office_files import DOCX, XLSX, office_type

MB = 1024 * 1024
MOST = {PDF: 50 * MB, JPEG: 20 * MB, PNG: 20 * MB, DOCX: 20 * MB, XLSX: 20 * MB, MP4: 500 * MB}
"""The house's own bounds in bytes, by media type; a form may ask for less."""
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", DOCX: "docx", XLSX: "xlsx", MP4: "mp4"}
WORDS = {PDF: "PDF", JPEG: "JPEG 图片", PNG: "PNG 图片", DOCX: "Word 文档", XLSX: "Excel 表格", MP4: "MP4 视频"}
PIECE = 1024 * 1024
UNKNOWN = f"附件只能是{'、'.join(WORDS.values())}。"
EMPTY = "文件是空的。"


@dataclass(frozen=True)
class Looked:
    """A file that passed; `file` holds exactly the bytes that are kept. `seconds`: a film's length, else None."""

    media_type: str
    size: int
    digest: str
    seconds: int | None
    file: IO[bytes]


def looked_at(file: IO[bytes]) -> Looked:
    """One file by its content, whatever it is called. `file` can be sought. Raises NotAccepted."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(16)
    if not size:
        raise NotAccepted(EMPTY)
    if is_movie(head):
        _require_within(MP4, size)
        return _kept(MP4, file, size, seconds_of(file, size))
    if head.startswith(b"PK\x03\x04"):
        _require_within(DOCX, size)
        return _kept(office_type(file), file, size)
    if not head.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG")):
        raise NotAccepted(UNKNOWN)
    _require_within(PDF if head.startswith(b"%PDF-") else JPEG, size)
    file.seek(0)
    found = look_at(file.read())
    return _kept(found.media_type, io.BytesIO(found.content), len(found.content))


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The whole file from its beginning, a megabyte at a time."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def _require_within(media_type: str, size: int) -> None:
    if size > MOST[media_type]:
        raise NotAccepted(f"{WORDS[media_type]}不能超过 {MOST[media_type] // MB} MB。")


def _kept(media_type: str, file: IO[bytes], size: int, seconds: int | None = None) -> Looked:
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    return Looked(media_type, size, digest.hexdigest(), seconds, file)
