"""Adding a file to a form that waits for somebody: checked, kept, and evidence only once the form is handed in."""

import re
import unicodedata

from sqlalchemy import func, select

from services.foundation.errors import Conflict, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.forms import AnswersIncomplete, Form
from services.process.forms.files import file_question

from ..instances import Instance
from ..tasks import open_task, require_may_act
from .fitting import misfit
from .looking import ENDINGS, Looked
from .models import Attachment
from .store import store_of

MOST_WAITING = 2 * 1024**3
"""What one person may have lying about for one subject before handing it in, in bytes."""
LONGEST_NAME = 120


class TooMuchWaiting(Conflict):
    """More was added than a form could ever want."""

    sentence = "本件已上传而未提交的附件过多，请先提交，或取消勾选不需要的附件并暂存。"


def attach_to_task(
    uow: UnitOfWork, actor: Actor, task_id: int, path: str, name: str, looked: Looked
) -> dict[str, object]:
    """A file for the question at `path` (`photos`, `honours[0].proof`) of an open task; returns what the answer holds.

    Raises TaskAlreadyClosed, NotYours, NotFound, AnswersIncomplete (with the path), TooMuchWaiting.
    """
    task = open_task(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    require_may_act(actor, task, instance.applicant_id)
    procedure = registry.load(uow, instance.version_id)
    form = procedure.form(task.form_id) if task.form_id else None
    return attach(uow, actor, instance, form, path, name, looked)


def attach(
    uow: UnitOfWork,
    actor: Actor,
    instance: Instance,
    form: Form | None,
    path: str,
    name: str,
    looked: Looked,
) -> dict[str, object]:
    """A file for a question of a form that the caller knows to be open to the actor. Raises as `attach_to_task`."""
    question = file_question(form, path) if form is not None else None
    if form is None or question is None:
        raise NotFound("这张表没有这个附件栏。")
    if wrong := misfit(question, looked.media_type, looked.size):
        raise AnswersIncomplete({path: wrong})
    _require_room(uow, actor, instance, looked.size)
    store_of(uow.wiring).keep(uow, looked)
    row = Attachment(
        instance_id=instance.id,
        subject_kind=instance.subject_kind,
        subject_id=instance.subject_id,
        form_id=form.id,
        name=tidy_name(name, looked.media_type),
        media_type=looked.media_type,
        size=looked.size,
        seconds=looked.seconds,
        digest=looked.digest,
        uploaded_by=actor.id,
        uploaded_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.answer


def tidy_name(given: str, media_type: str) -> str:
    """The file's own name without folders and signs nobody can see; its ending is what the content is."""
    line = unicodedata.normalize("NFC", re.split(r"[\\/]", given)[-1])
    seen = "".join(c for c in line if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem = re.sub(r"\s+", " ", seen.rpartition(".")[0] if "." in seen else seen).strip(" .")[:LONGEST_NAME]
    return f"{stem or '附件'}.{ENDINGS[media_type]}"


def _require_room(uow: UnitOfWork, actor: Actor, instance: Instance, size: int) -> None:
    waiting = (
        Attachment.subject_kind == instance.subject_kind,
        Attachment.subject_id == instance.subject_id,
        Attachment.uploaded_by == actor.id,
        Attachment.handed_in_at.is_(None),
    )
    if (uow.session.scalar(select(func.sum(Attachment.size)).where(*waiting)) or 0) + size > MOST_WAITING:
        raise TooMuchWaiting
