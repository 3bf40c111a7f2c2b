"""Questions that are answered with files. An answer is a list of files by their number in the house: [{id, ...}]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .fields import Component, Field, Form, Rows, leaves
from .places import Place, dig, place_of, plant

OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
}
"""What the house can look at, by the endings people know it under."""
KNOWN = frozenset(MEDIA_TYPES.values())
TOLD = ("id", "name", "media_type", "size", "seconds", "digest")
MOST_FILES = 20
LARGEST_MB = 500
Found = tuple[Field, Place, list[int]]


def accepted_types(accept: str) -> tuple[tuple[str, ...], list[str]]:
    """form-js `accept` (`.pdf, image/*, video/mp4`) -> media types, and the words that mean nothing we can look at."""
    types: list[str] = []
    strange: list[str] = []
    for word in (part.strip().lower() for part in accept.split(",") if part.strip()):
        if word.endswith("/*"):
            found = [kind for kind in dict.fromkeys(MEDIA_TYPES.values()) if kind.startswith(word[:-1])]
        else:
            found = [MEDIA_TYPES.get(word.removeprefix("."), word)]
        known = [kind for kind in found if kind in KNOWN]
        types += known
        strange += [] if known else [word]
    return tuple(dict.fromkeys(types)), strange


def asked_of_files(raw: Mapping[str, Any], properties: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What a `filepicker` asks for, as fields of `Field`; and what of it is wrong, in sentences."""
    accepts, strange = accepted_types(str(raw.get("accept") or ""))
    problems = [f"不支持的文件类型“{word}”。" for word in strange]
    most = properties.get("max_mb", "")
    if most and not (most.isdecimal() and 1 <= int(most) <= LARGEST_MB):
        problems.append(f"max_mb 应当是 1 到 {LARGEST_MB} 的整数。")
        most = ""
    several = raw.get("multiple") is True or properties.get("multiple") == "true"
    return {"accepts": accepts, "multiple": several, "max_mb": int(most) if most else None}, problems


def asked_in_words(question: Field) -> str:
    """What may be uploaded here, for people: `可上传 PDF、JPG，每个不超过 20 MB。`"""
    shortest = {kind: ending for ending, kind in reversed(MEDIA_TYPES.items())}
    kinds = "、".join(shortest[kind].upper() for kind in question.accepts or shortest)
    most = f"{'每个' if question.multiple else ''}不超过 {question.max_mb} MB" if question.max_mb is not None else ""
    return f"可上传 {'，'.join(part for part in (kinds, most) if part)}。"


def number_of(item: Any) -> int | None:
    """The number of a file as a browser, a draft or a case spells it; None when it is no number."""
    found = item.get("id") if isinstance(item, Mapping) else item
    if isinstance(found, bool) or not isinstance(found, (int, str)):
        return None
    text = str(found)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def files_in(form: Form, answers: Mapping[str, Any]) -> Iterator[Found]:
    """Every open question for files that `answers` speak of: the question, its place, the numbers named there."""
    yield from list(_files(form.fields, answers, ()))


def file_question(form: Form, path: str) -> Field | None:
    """The open question for files at a path such as `honours[0].proof`; None when there is none."""
    place = place_of(path)
    components: tuple[Component, ...] = form.fields
    start = 0
    for end, step in enumerate(place or ()):
        if isinstance(step, int) and place is not None:
            rows = _leaf(components, place[start:end])
            if not isinstance(rows, Rows) or rows.locked:
                return None
            components, start = rows.children, end + 1
    found = _leaf(components, place[start:]) if place else None
    return found if isinstance(found, Field) and found.kind == "filepicker" and not found.locked else None


def put_at(answers: dict[str, Any], place: Place, value: Any) -> None:
    """Replace what stands at a place that is there."""
    holder: Any = dig(answers, place[:-1]) if len(place) > 1 else answers
    holder[place[-1]] = value


def add_at(answers: dict[str, Any], place: Place, file: dict[str, Any], several: bool) -> None:
    """One more file at a place; where only one is asked for it stands in for the other. Rows are there already."""
    last = max((index for index, step in enumerate(place) if isinstance(step, int)), default=-1)
    holder = dig(answers, place[: last + 1]) if last >= 0 else answers
    if isinstance(holder, dict):
        path = tuple(step for step in place[last + 1 :] if isinstance(step, str))
        before = dig(holder, path)
        plant(holder, path, [*(before if several and isinstance(before, list) else []), file])


def _leaf(components: tuple[Component, ...], path: Place) -> Field | Rows | None:
    return next((leaf for leaf in leaves(components) if leaf.path == path), None)


def _files(components: tuple[Component, ...], answers: Any, row: Place) -> Iterator[Found]:
    for leaf in leaves(components):
        place = (*row, *leaf.path)
        content = dig(answers, leaf.path)
        if leaf.locked or not isinstance(content, list):
            continue
        if isinstance(leaf, Rows):
            for index, inner in enumerate(content):
                yield from _files(leaf.children, inner, (*place, index))
        elif leaf.kind == "filepicker":
            numbers = [number for item in content if (number := number_of(item)) is not None]
            yield leaf, place, list(dict.fromkeys(numbers))
