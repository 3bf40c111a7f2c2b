"""What an MP4 is: boxes that follow one another to the file's end, and how long it plays."""

from collections.abc import Iterator
from typing import IO

from .content import NotAccepted

MP4 = "video/mp4"
BROKEN = "视频不完整或不是 MP4 文件，请用 MP4 格式重新导出后再上传。"
MOST_HEAD = 64 * 1024 * 1024
"""The description of a film may be this large: beyond it, it is made to fill the memory."""
Box = tuple[bytes, int, int]
"""Its kind, where its content begins, where it ends."""


def is_movie(head: bytes) -> bool:
    """Whether a file begins like one."""
    return head[4:8] == b"ftyp"


def seconds_of(file: IO[bytes], size: int) -> int:
    """How long it plays, in whole seconds, rounded up. Raises NotAccepted where it is cut off or no film at all."""
    boxes = list(_boxes(file, 0, size))
    found = {kind: (start, end) for kind, start, end in boxes}
    if not boxes or boxes[0][0] != b"ftyp" or b"moov" not in found or b"mdat" not in found:
        raise NotAccepted(BROKEN)
    start, end = found[b"moov"]
    if end - start > MOST_HEAD:
        raise NotAccepted(BROKEN)
    for kind, inner, last in _boxes(file, start, end):
        if kind == b"mvhd":
            return _duration(_read(file, inner, last - inner))
    raise NotAccepted(BROKEN)


def _boxes(file: IO[bytes], at: int, end: int) -> Iterator[Box]:
    while at < end:
        head = _read(file, at, 8)
        size, kind, length = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, length = int.from_bytes(_read(file, at + 8, 8)), 16
        elif size == 0:
            size = end - at
        if size < length or at + size > end or not kind.isascii():
            raise NotAccepted(BROKEN)
        yield kind, at + length, at + size
        at += size


def _duration(header: bytes) -> int:
    """From `mvhd`: version, flags, two dates, time scale, duration."""
    wide = header[:1] == b"\x01"
    if len(header) < (32 if wide else 20):
        raise NotAccepted(BROKEN)
    scale = int.from_bytes(header[20:24] if wide else header[12:16])
    units = int.from_bytes(header[24:32] if wide else header[16:20])
    if not scale or units == (2**64 - 1 if wide else 2**32 - 1):
        raise NotAccepted(BROKEN)
    return -(-units // scale)


def _read(file: IO[bytes], at: int, count: int) -> bytes:
    file.seek(at)
    found = file.read(count)
    if len(found) != count:
        raise NotAccepted(BROKEN)
    return found
