"""Files drawn elsewhere come into a draft: each to the place where its kind stands, none over another unasked."""

import json
import re
from collections.abc import Mapping, Sequence

from services.foundation.errors import Conflict, Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .paths import checked_path, place_for
from .pen import take_pen
from .reading import own_files
from .saving import save_files

MOST = 50
FORM_ID = re.compile(rb'formId="([^"]+)"')


class AlreadyThere(Conflict):
    """Files of these names stand in the draft with other contents; `paths` names them."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        told = "、".join(paths)
        super().__init__(f"草稿里已有 {told}，内容不同，没有放进去。要替换的，请勾选“替换同名的文件”再传一次。")


def take_in(
    uow: UnitOfWork, actor: Actor, draft_id: int, sent: Sequence[tuple[str, bytes]], replace: bool
) -> list[str]:
    """Put files by their bare names into the draft, all or none; gives their paths. What cannot be read is kept.

    Raises AlreadyThere unless `replace`, Invalid, BadPath, PenHeld.
    """
    draft = take_pen(uow, actor, draft_id)
    if not 1 <= len(sent) <= MOST:
        raise Invalid("请选择要放进草稿的文件。" if not sent else f"一次最多 {MOST} 个文件。")
    own = own_files(uow, draft)
    placed: dict[str, bytes] = {}
    for name, content in sent:
        path = checked_path(_place(name, content, own))
        if path in placed:
            raise Invalid(f"传来的文件里有两个 {path}，请分开传。")
        placed[path] = content
    there = [path for path, content in placed.items() if path in own and own[path] != content]
    if there and not replace:
        raise AlreadyThere(there)
    save_files(uow, actor, draft_id, placed, f"放进文件 {'、'.join(placed)}"[:400])
    return list(placed)


def _place(name: str, content: bytes, own: Mapping[str, bytes]) -> str:
    """By its ending; a form goes by the id inside where the diagrams call it by that and not by its file's name."""
    path = place_for(name)
    if not path.endswith(".form"):
        return path
    called = {
        i.decode("utf-8", "replace") for p, raw in own.items() if p.endswith(".bpmn") for i in FORM_ID.findall(raw)
    }
    stem, inside = path.removeprefix("forms/").removesuffix(".form"), _form_id(content)
    return f"forms/{inside}.form" if stem not in called and inside in called else path


def _form_id(content: bytes) -> str:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return str(data.get("id", "")) if isinstance(data, dict) else ""
