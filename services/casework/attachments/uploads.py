"""A large file arrives in pieces: each checked and kept, so that what broke off goes on where it stopped."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import IO

from sqlalchemy import func, select

from services.foundation.errors import Conflict, Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.forms import AnswersIncomplete
from services.process.forms.files import file_question

from ..instances import Instance
from ..tasks import open_task, require_may_act
from .adding import MOST_WAITING, TooMuchWaiting
from .fitting import too_large
from .looking import MB, MOST
from .models import Attachment, Upload
from .store import store_of

MOST_AT_ONCE = 6
"""Files that one person may have under way."""
LARGEST_PIECE = 8 * MB
KEPT_FOR = timedelta(days=3)
"""How long a file that broke off waits to be continued."""


class TooManyAtOnce(Conflict):
    """Somebody began more files than a person can be sending."""

    sentence = f"同时上传的文件不能超过 {MOST_AT_ONCE} 个，请等前面的传完。"


class WrongPlace(Conflict):
    """A piece that does not begin where the last one ended; the house says where it stands."""

    sentence = "上传的位置有出入，请从已收到的位置继续。"


class PieceDamaged(Invalid):
    """A piece that is not what the browser says it sent, or too large, or nothing."""

    sentence = "这一段在传输中损坏，请重传。"


def begin_upload(uow: UnitOfWork, actor: Actor, task_id: int, path: str, name: str, size: int, mark: str) -> Upload:
    """A file for the question at `path` is about to come; whoever sent half of it before goes on with that half.

    Raises TaskAlreadyClosed, NotYours, NotFound, AnswersIncomplete (with the path), TooManyAtOnce, TooMuchWaiting.
    """
    task = open_task(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    require_may_act(actor, task, instance.applicant_id)
    procedure = registry.load(uow, instance.version_id)
    question = file_question(procedure.form(task.form_id), path) if task.form_id else None
    if question is None:
        raise NotFound("这张表没有这个附件栏。")
    if wrong := "文件是空的。" if size <= 0 else too_large(question, size, max(MOST.values())):
        raise AnswersIncomplete({path: wrong})
    earlier = _earlier(uow, actor, task_id, path, size, mark)
    if earlier is not None:
        earlier.touched_at = uow.now
        return earlier
    _require_room(uow, actor, instance, size)
    upload = Upload(
        token=secrets.token_hex(16),
        task_id=task_id,
        person_id=actor.id,
        path=path[:200],
        name=name[:200],
        mark=mark[:200],
        size=size,
        received=0,
        pieces=0,
        last_digest="",
        last_size=0,
        touched_at=uow.now,
    )
    uow.session.add(upload)
    uow.session.flush()
    return upload


def upload_by_token(uow: UnitOfWork, actor: Actor, token: str, lock: bool = False) -> Upload:
    """A file that this person is sending. Raises NotFound: nobody else is told of it."""
    question = select(Upload).where(Upload.token == token)
    upload = uow.session.scalar(question.with_for_update() if lock else question)
    if upload is None or upload.person_id != actor.id:
        raise NotFound("没有这个上传，请重新选择文件。")
    return upload


def unfinished_uploads(uow: UnitOfWork, actor: Actor, task_id: int) -> list[Upload]:
    """Files of a task that this person began and that are not whole yet, oldest first."""
    mine = (Upload.person_id == actor.id, Upload.task_id == task_id, Upload.attachment_id.is_(None))
    return list(uow.session.scalars(select(Upload).where(*mine).order_by(Upload.id)))


def add_piece(uow: UnitOfWork, actor: Actor, token: str, at: int, content: bytes, digest: str = "") -> Upload:
    """The next piece; `digest` is the SHA-256 the browser computed, where it could.

    Raises NotFound, TaskAlreadyClosed, NotYours, WrongPlace, PieceDamaged.
    """
    upload = upload_by_token(uow, actor, token, lock=True)
    require_may_act(actor, (task := open_task(uow, upload.task_id)), _applicant(uow, task.instance_id))
    if at != upload.received:
        raise WrongPlace
    own = hashlib.sha256(content).hexdigest()
    damaged = digest and digest.lower() != own
    if damaged or not content or len(content) > LARGEST_PIECE or at + len(content) > upload.size:
        raise PieceDamaged
    store_of(uow.wiring).keep_part(uow, token, upload.pieces, at, content)
    upload.received, upload.pieces = at + len(content), upload.pieces + 1
    upload.last_digest, upload.last_size, upload.touched_at = own, len(content), uow.now
    return upload


def whole_file(uow: UnitOfWork, actor: Actor, token: str) -> IO[bytes]:
    """All that was received, as one file; the caller closes it. Raises NotFound, WrongPlace while some is missing."""
    upload = upload_by_token(uow, actor, token)
    if upload.received != upload.size:
        raise WrongPlace
    return store_of(uow.wiring).gathered(uow, token)


def end_upload(uow: UnitOfWork, actor: Actor, token: str, attachment_id: int | None) -> None:
    """It became an attachment, or (None) nothing at all. The pieces go.

    Raises NotFound, WrongPlace where it became one already.
    """
    upload = upload_by_token(uow, actor, token, lock=True)
    if attachment_id is not None and upload.attachment_id is not None:
        raise WrongPlace
    store_of(uow.wiring).drop_parts(uow, token)
    if attachment_id is None:
        uow.session.delete(upload)
    upload.attachment_id, upload.touched_at = attachment_id, uow.now


def forget_stale_uploads(uow: UnitOfWork) -> int:
    """Files that nobody went on sending are forgotten, and the traces of those that arrived; returns how many."""
    stale = list(uow.session.scalars(select(Upload).where(Upload.touched_at < uow.now - KEPT_FOR).limit(200)))
    for upload in stale:
        store_of(uow.wiring).drop_parts(uow, upload.token)
        uow.session.delete(upload)
    return len(stale)


def _applicant(uow: UnitOfWork, instance_id: int) -> int | None:
    return uow.session.get_one(Instance, instance_id).applicant_id


def _earlier(uow: UnitOfWork, actor: Actor, task_id: int, path: str, size: int, mark: str) -> Upload | None:
    """The same file of the same person for the same question; one whose attachment was removed since counts no more."""
    if not re.search(r"\S", mark):
        return None
    same = (Upload.task_id == task_id, Upload.path == path, Upload.size == size, Upload.mark == mark[:200])
    found = uow.session.scalar(
        select(Upload).where(Upload.person_id == actor.id, *same).order_by(Upload.id.desc()).limit(1)
    )
    if found is None or found.attachment_id is None or uow.session.get(Attachment, found.attachment_id) is not None:
        return found
    uow.session.delete(found)
    return None


def _require_room(uow: UnitOfWork, actor: Actor, instance: Instance, size: int) -> None:
    under_way = (Upload.person_id == actor.id, Upload.attachment_id.is_(None))
    count, promised = uow.session.execute(select(func.count(), func.sum(Upload.size)).where(*under_way)).one()
    if count >= MOST_AT_ONCE:
        raise TooManyAtOnce
    waiting = (
        Attachment.subject_kind == instance.subject_kind,
        Attachment.subject_id == instance.subject_id,
        Attachment.uploaded_by == actor.id,
        Attachment.handed_in_at.is_(None),
    )
    here = uow.session.scalar(select(func.sum(Attachment.size)).where(*waiting)) or 0
    if here + (promised or 0) + size > MOST_WAITING:
        raise TooMuchWaiting
