"""Changing a draft: each change is a revision of the whole; saves of one file in quick succession are one."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlalchemy import delete, select

from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.events import Event, Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.process.registry.manifest import read_manifest
from services.process.registry.package import MAX_FILE, MAX_FILES

from .events import DraftRestored, DraftSaved
from .models import Draft, DraftContent, DraftFile, DraftRevision
from .paths import checked_path
from .pen import take_pen

BURST = timedelta(minutes=5)


class FileChanged(Conflict):
    """The file is no longer what the writer saw; `who` changed it."""

    def __init__(self, path: str, who: str) -> None:
        self.who = who
        super().__init__(f"{path} 已被{who}改动，您看到的不是最新的。请重新打开，再改一次；您改的内容还在本页。")


def save_file(
    uow: UnitOfWork,
    actor: Actor,
    draft_id: int,
    path: str,
    content: bytes,
    seen: int,
    summary: str = "",
) -> int:
    """Keep a file's new bytes, whatever they are; gives the revision. `seen`: the revision the writer looked at.

    `summary`: what was done, for a change that stands alone; without one, saves of a file within five minutes are one
    revision. Raises PenHeld, FileChanged, BadPath, Invalid (too large, too many files), NotFound, NotAllowed.
    """
    draft = take_pen(uow, actor, draft_id)
    row = uow.session.get(DraftFile, (draft.id, checked_path(path)))
    if row is not None and row.digest == _digest(content):
        return draft.revision
    if row is not None and row.revision > seen:
        raise FileChanged(path, _changed_by(uow, draft))
    files = current_files(uow, draft)
    files[path] = _keep(uow, draft, path, content)
    said = summary or (f"修改 {path}" if row is not None else f"新建 {path}")
    return _revise(uow, actor, draft, files, said, None if summary else path)


def save_files(uow: UnitOfWork, actor: Actor, draft_id: int, contents: Mapping[str, bytes | None], summary: str) -> int:
    """Keep several files in one revision; None removes one. Raises as save_file does."""
    draft = take_pen(uow, actor, draft_id)
    files = current_files(uow, draft)
    for path, content in contents.items():
        if content is None:
            files.pop(path, None)
        else:
            files[checked_path(path)] = _keep(uow, draft, path, content)
    return draft.revision if files == current_files(uow, draft) else _revise(uow, actor, draft, files, summary)


def remove_file(uow: UnitOfWork, actor: Actor, draft_id: int, path: str) -> int:
    """Take a file out; the history keeps it. Raises NotFound, PenHeld."""
    draft = take_pen(uow, actor, draft_id)
    files = current_files(uow, draft)
    if files.pop(path, None) is None:
        raise NotFound(f"草稿里没有 {path}。")
    return _revise(uow, actor, draft, files, f"删去 {path}")


def rename_file(uow: UnitOfWork, actor: Actor, draft_id: int, path: str, new: str) -> int:
    """Give a file another name. Raises NotFound, Invalid where one stands there already, BadPath, PenHeld."""
    draft = take_pen(uow, actor, draft_id)
    files = current_files(uow, draft)
    if path not in files:
        raise NotFound(f"草稿里没有 {path}。")
    if checked_path(new) in files:
        raise Invalid("换一个文件名。", fields={"new": f"已经有 {new} 了。"})
    files[new] = files.pop(path)
    return _revise(uow, actor, draft, files, f"{path} 改名为 {new}")


def restore(uow: UnitOfWork, actor: Actor, draft_id: int, number: int, path: str = "") -> int:
    """Let an earlier revision stand again, as a new one: the whole, or one file of it. Raises NotFound, PenHeld."""
    draft = take_pen(uow, actor, draft_id)
    earlier = revision_of(uow, draft, number)
    files = dict(earlier.files)
    if path:
        if path not in files:
            raise NotFound(f"那时还没有 {path}。")
        files = {**current_files(uow, draft), path: files[path]}
    if files == current_files(uow, draft):
        return draft.revision
    summary = f"{path or '整份草稿'} 恢复到第 {number} 次修改"
    event = DraftRestored(
        subject=Subject("draft", draft.id),
        actor_id=actor.id,
        title=draft.title,
        number=number,
        path=path,
        revision=draft.revision + 1,
    )
    return _revise(uow, actor, draft, files, summary, event=event)


def current_files(uow: UnitOfWork, draft: Draft) -> dict[str, str]:
    """Path -> digest, as the draft stands."""
    rows = uow.session.scalars(select(DraftFile).where(DraftFile.draft_id == draft.id).order_by(DraftFile.path))
    return {row.path: row.digest for row in rows}


def revision_of(uow: UnitOfWork, draft: Draft, number: int) -> DraftRevision:
    """One revision. Raises NotFound."""
    row = uow.session.get(DraftRevision, (draft.id, number))
    if row is None:
        raise NotFound("没有这一次修改。")
    return row


def begin(uow: UnitOfWork, actor: Actor, draft: Draft, contents: Mapping[str, bytes], summary: str) -> None:
    """The first revision of a new draft. Raises Invalid where a file is too large."""
    files = {checked_path(path): _keep(uow, draft, path, content) for path, content in contents.items()}
    _revise(uow, actor, draft, files, summary, event=None, told=False)


def _revise(
    uow: UnitOfWork,
    actor: Actor,
    draft: Draft,
    files: dict[str, str],
    summary: str,
    path: str | None = None,
    event: Event | None = None,
    told: bool = True,
) -> int:
    if len(files) > MAX_FILES:
        raise Invalid(f"一个办法包最多 {MAX_FILES} 个文件。")
    last = uow.session.get(DraftRevision, (draft.id, draft.revision))
    number = draft.revision = draft.revision + 1
    row = DraftRevision(
        draft_id=draft.id, number=number, began_at=uow.now, at=uow.now, by=actor.id, path=path, summary=summary,
        files=files,
    )  # fmt: skip
    goes_on = last is not None and path is not None and last.path == path and last.by == actor.id
    if last is not None and goes_on and uow.now - last.began_at <= BURST:
        row.began_at, row.summary, told, event = last.began_at, last.summary, False, None
        uow.session.delete(last)
        uow.session.flush()
    uow.session.add(row)
    _place(uow, draft, files)
    uow.session.flush()
    _rename(uow, draft, files.get("procedure.yaml"))
    _forget(uow, draft)
    if told:
        subject = Subject("draft", draft.id)
        uow.record(
            event or DraftSaved(subject=subject, actor_id=actor.id, title=draft.title, revision=number, summary=summary)
        )
    return number


def _place(uow: UnitOfWork, draft: Draft, files: Mapping[str, str]) -> None:
    rows = {r.path: r for r in uow.session.scalars(select(DraftFile).where(DraftFile.draft_id == draft.id))}
    for path in rows.keys() - files.keys():
        uow.session.delete(rows[path])
    for path, digest in files.items():
        row = rows.get(path)
        if row is None:
            uow.session.add(DraftFile(draft_id=draft.id, path=path, digest=digest, revision=draft.revision))
        elif row.digest != digest:
            row.digest, row.revision = digest, draft.revision


def _rename(uow: UnitOfWork, draft: Draft, digest: str | None) -> None:
    """The draft is called what its procedure.yaml says, while that can be read."""
    if digest is None:
        return
    try:
        draft.title = read_manifest(uow.session.get_one(DraftContent, (draft.id, digest)).content).title
    except Refusal:
        return


def _keep(uow: UnitOfWork, draft: Draft, path: str, content: bytes) -> str:
    if len(content) > MAX_FILE:
        raise Invalid(f"{path} 超过 {MAX_FILE // 1024 // 1024} MB，没有保存。")
    digest = _digest(content)
    if uow.session.get(DraftContent, (draft.id, digest)) is None:
        uow.session.add(DraftContent(draft_id=draft.id, digest=digest, content=content))
    return digest


def _forget(uow: UnitOfWork, draft: Draft) -> None:
    """Bytes that only a folded save had: an autosaved diagram would otherwise be kept hundreds of times."""
    kept = set(_kept(uow, draft))
    there = uow.session.scalars(select(DraftContent.digest).where(DraftContent.draft_id == draft.id))
    gone = [digest for digest in there if digest not in kept]
    if gone:
        uow.session.execute(
            delete(DraftContent).where(DraftContent.draft_id == draft.id, DraftContent.digest.in_(gone))
        )


def _kept(uow: UnitOfWork, draft: Draft) -> Iterator[str]:
    for files in uow.session.scalars(select(DraftRevision.files).where(DraftRevision.draft_id == draft.id)):
        yield from files.values()


def _changed_by(uow: UnitOfWork, draft: Draft) -> str:
    last = uow.session.get(DraftRevision, (draft.id, draft.revision))
    person = uow.session.get(Person, last.by) if last is not None else None
    return person.name if person is not None else "他人"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
