"""A photograph without what its camera says of people and places: position, device, owner, preview (PIPL, D-17).

What a picture needs to be drawn stays: its frames, its colours, and which way is up.
"""

import struct
import zlib

KEPT_OF_JPEG = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's colour transform
TOLD_BY_PNG = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
ORIENTATION, EXIF = 0x0112, b"Exif\0\0"


def bare_jpeg(content: bytes) -> bytes:
    """A JPEG that content.py has walked through, from its first mark to its last, without its camera's tale."""
    kept, at, upright = [content[:2]], 2, 1
    while at + 4 <= len(content) and content[at + 1] != 0xDA:
        if content[at + 1] == 0xFF:
            at += 1
            continue
        kind, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        segment = content[at : at + 2 + size]
        if kind == 0xE1 and segment[4:10] == EXIF:
            upright = _orientation(segment[10:]) or upright
        if kind in KEPT_OF_JPEG or not (0xE0 <= kind <= 0xEF or kind == 0xFE):
            kept.append(segment)
        at += 2 + size
    turned = [_only_orientation(upright)] if upright != 1 else []
    first = 2 if len(kept) > 1 and kept[1][1] == 0xE0 else 1  # JFIF comes first, where there is one
    return b"".join([*kept[:first], *turned, *kept[first:], content[at:]])


def bare_png(content: bytes) -> bytes:
    """A PNG that was walked through before, without its texts, times and camera's tale."""
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + size
        if kind not in TOLD_BY_PNG:
            kept.append(content[at:end])
        elif kind == b"eXIf" and (upright := _orientation(content[at + 8 : end - 4]) or 1) != 1:
            kept.append(_chunk(kind, _tiff(upright)))
        at = end
    return b"".join(kept)


def _orientation(tiff: bytes) -> int | None:
    """Which way is up (1 to 8), from the first directory of a TIFF block; None where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return None
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return None
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for place in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, place)
        if tag == ORIENTATION:
            return value if 1 <= value <= 8 else None
    return None


def _tiff(upright: int) -> bytes:
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, upright, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _only_orientation(upright: int) -> bytes:
    body = EXIF + _tiff(upright)
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
