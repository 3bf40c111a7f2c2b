"""Files of a story: a line names them (`{name: 介绍视频.mp4, seconds: 300}`), and a specimen of that kind is uploaded.

They go the way of every upload: looked at by content, kept, handed in.
"""

import base64
import copy
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from services.casework.attachments import attach_to_task, looked_at
from services.casework.completions.task_form import form_of
from services.casework.instances import Instance
from services.casework.tasks import task_by_id
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.forms.fields import Component, Rows, leaves
from services.process.forms.places import dig, spelled

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
SCALE = 1000
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////"
    "////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8AR//Z"
)


def with_specimens(uow: UnitOfWork, who: Actor, task_id: int, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of a story with every file they name uploaded; a file that bears a number stands as it is."""
    task = task_by_id(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    form = form_of(registry.load(uow, instance.version_id), task)
    made = copy.deepcopy(dict(answers))
    for path, files in _files(form.fields, made, ()) if form is not None else ():
        for index, file in enumerate(files):
            if isinstance(file, Mapping) and "id" not in file:
                name = str(file.get("name") or "")
                looked = looked_at(specimen(name, int(file.get("seconds") or 0)))
                files[index] = attach_to_task(uow, who, task_id, path, name, looked)
    return made


def specimen(name: str, seconds: int = 0) -> IO[bytes]:
    """The smallest file of the kind that a name's ending says. Raises Invalid."""
    ending = name.rpartition(".")[2].lower()
    if ending == "mp4":
        return io.BytesIO(movie(seconds))
    if ending not in _MADE:
        raise Invalid(f"场景里的附件“{name}”不是能够上传的类型。")
    return io.BytesIO(_MADE[ending]())


def movie(seconds: int) -> bytes:
    """An MP4 without pictures that says how long it plays."""
    header = bytes(12) + SCALE.to_bytes(4) + (seconds * SCALE).to_bytes(4) + bytes(80)
    boxes = ((b"ftyp", b"isom\0\0\2\0isommp41"), (b"moov", _box(b"mvhd", header)), (b"mdat", b""))
    return b"".join(_box(kind, content) for kind, content in boxes)


def _box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4) + kind + content


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    head = (1).to_bytes(4) + (1).to_bytes(4) + b"\x08\x00\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def _office(part: str) -> bytes:
    there = io.BytesIO()
    with zipfile.ZipFile(there, "w") as archive:
        for name in ("[Content_Types].xml", part):
            archive.writestr(name, "<x/>")
    return there.getvalue()


_MADE: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: PDF,
    "jpg": lambda: JPEG,
    "jpeg": lambda: JPEG,
    "png": _png,
    "docx": lambda: _office("word/document.xml"),
    "xlsx": lambda: _office("xl/workbook.xml"),
}


def _files(
    components: tuple[Component, ...], answers: Any, row: tuple[str | int, ...]
) -> Iterator[tuple[str, list[Any]]]:
    for leaf in leaves(components):
        place, content = (*row, *leaf.path), dig(answers, leaf.path)
        if not isinstance(content, list) or leaf.locked:
            continue
        if isinstance(leaf, Rows):
            for index, inner in enumerate(content):
                yield from _files(leaf.children, inner, (*place, index))
        elif leaf.kind == "filepicker":
            yield spelled(place), content
