"""What is attached is told by its content; what pretends, hides something behind its end or explodes is not taken."""

import io
import zipfile
import zlib

import pytest
from PIL import Image

from services.casework.attachments.content import JPEG, PDF, PNG, NotAccepted, look_at

A_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    there = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(there, kind, **more)
    return there.getvalue()


def archive() -> bytes:
    there = io.BytesIO()
    with zipfile.ZipFile(there, "w") as zipped:
        zipped.writestr("../../evil.exe", b"MZ")
    return there.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png_of(width: int, height: int) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    whole = bytearray(picture("JPEG"))
    frame = whole.index(b"\xff\xc0")
    whole[frame + 5 : frame + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(whole)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (A_PDF, PDF),
        (A_PDF.replace(b"\n", b"\r\n") + b"\0\0", PDF),
        (picture("PNG"), PNG),
        (picture("PNG", optimize=True), PNG),
        (picture("JPEG"), JPEG),
        (picture("JPEG", progressive=True, quality=95), JPEG),
        (picture("JPEG", (800, 600)), JPEG),
    ],
)
def test_pdf_jpeg_and_png_are_taken_as_they_are(content, kind) -> None:
    found = look_at(content)
    assert (found.media_type, found.content) == (kind, content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hangs_behind_a_picture_is_cut_off(kind) -> None:
    whole = picture(kind)
    for behind in (archive(), b"<script>alert(1)</script>", b"\0" * 100):
        assert look_at(whole + behind).content == whole


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        archive(),
        b"MZ\x90\0",
        b"plain text",
        b"\n" + A_PDF,
        b"GIF89a" + A_PDF,
        A_PDF + archive(),
        A_PDF + b"<script>alert(1)</script>",
        A_PDF[:40],
        b"%PDF-9",
        picture("PNG")[:-20],
        picture("PNG")[:60] + b"x" + picture("PNG")[61:],
        picture("JPEG")[:-2],
        picture("JPEG")[:100],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff" + b"\xff" * 1000,
        b"\xff\xd8\xff\xda\0\x02\xff\xd9",
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        png_of(60_000, 60_000),
        png_of(0, 10),
        jpeg_of(65_535, 65_535),
    ],
    ids=lambda content: content[:4].hex(),  # what follows may hold the hour at which an archive was made
)
def test_what_is_none_of_them_or_damaged_or_explodes_is_refused(content) -> None:
    with pytest.raises(NotAccepted):
        look_at(content)
