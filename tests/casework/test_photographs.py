"""A photograph is kept without its position, device and preview, and still the right way up."""

import io
import struct
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from services.casework.attachments.content import look_at

PLACE = b"GPS 31.2304N 121.4737E"


def photograph(orientation=6, kind="JPEG"):
    picture = Image.new("RGB", (40, 20), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera of Mr. Li"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = PLACE.decode()
    made = io.BytesIO()
    picture.save(made, kind, exif=exif, **({"comment": PLACE} if kind == "JPEG" else {}))
    return made.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def test_position_device_and_comment_are_gone_and_the_way_up_stays():
    for kind in ("JPEG", "PNG"):
        raw = photograph(kind=kind)
        kept = look_at(raw).content
        assert b"Camera" in raw and b"Camera" not in kept and PLACE not in kept
        after = opened(kept)
        assert dict(after.getexif()) == {0x0112: 6}
        assert list(after.get_flattened_data()) == list(opened(raw).get_flattened_data())


def test_an_upright_photograph_keeps_nothing_of_its_camera():
    assert dict(opened(look_at(photograph(1)).content).getexif()) == {}


def test_texts_of_a_png_are_left_out():
    raw = photograph(kind="PNG")
    text = b"Author\0Li"
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text + struct.pack(">I", zlib.crc32(b"tEXt" + text))
    assert b"Author" not in look_at(raw[:33] + chunk + raw[33:]).content


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.sampled_from([b"II*\0", b"MM\0*"]))
def test_a_broken_tale_is_left_out_like_a_sound_one(tale, order):
    raw = photograph(1)
    body = b"Exif\0\0" + order + tale
    raw = raw[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body + raw[2:]
    assert opened(look_at(raw).content).size == (40, 20)
