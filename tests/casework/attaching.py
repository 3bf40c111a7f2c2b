"""The small procedure with files on its sheet, and a short way to add one."""

import io
from typing import Any

from services.casework.attachments import attach_to_task, looked_at
from services.casework.cases import Case
from services.designer.rehearse.specimens import specimen
from services.process.registry import Package
from tests.builders import Town
from tests.drawing import form
from tests.small_procedure import package

SHEET = form(
    "sheet",
    {"type": "textfield", "key": "name", "label": "名称", "validate": {"required": True}},
    {"type": "number", "key": "amount", "label": "经费"},
    {"type": "filepicker", "key": "photos", "label": "照片", "accept": "image/*", "multiple": True,
     "validate": {"required": True}, "properties": {"max_mb": "1"}},
    {"type": "filepicker", "key": "film", "label": "视频", "accept": ".mp4"},
    {"type": "dynamiclist", "path": "awards", "label": "获奖", "components": [
        {"type": "textfield", "key": "title", "label": "奖项"},
        {"type": "filepicker", "key": "proof", "label": "证书", "accept": ".pdf"},
    ]},
)  # fmt: skip


def with_files() -> Package:
    """The small procedure; its sheet asks for photos, may have a film, and each award has a proof."""
    return package(forms__sheet_dot_form=SHEET)


def add(
    town: Town, case: Case, path: str = "photos", name: str = "外景.jpg", who: str = "lin", seconds: int = 0,
    content: bytes | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Somebody adds a file to the sheet; without `content` a specimen of the kind its name says."""
    looked = looked_at(io.BytesIO(content) if content is not None else specimen(name, seconds))
    with town.house.work() as uow:
        return attach_to_task(uow, town.who(uow, who), town.task("A_write", case).id, path, name, looked)
