"""Looking at drafts: all of them, one as a package, one file, the history."""

from sqlalchemy import select

from services.foundation.errors import NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.registry import Package
from services.process.registry.package import reached

from .models import Draft, DraftContent, DraftFile, DraftRevision
from .pen import READERS
from .saving import revision_of
from .shelf import blocks
from .zips import write_zip


def open_drafts(uow: UnitOfWork, actor: Actor) -> list[Draft]:
    """Every draft that was not given up, the newest first. Raises NotAllowed."""
    if not any(actor.holds(role) for role in READERS):
        raise NotAllowed()
    return list(uow.session.scalars(select(Draft).where(Draft.dropped_at.is_(None)).order_by(Draft.id.desc())))


def package_of(uow: UnitOfWork, draft: Draft, number: int | None = None) -> Package:
    """The draft as a package, shared files that it calls and does not hold itself added. `number`: of a revision."""
    own = own_files(uow, draft, number)
    missing = {path: content for path, content in reached(own, blocks()).items() if path not in own}
    return Package(draft.procedure, own | missing)


def own_files(uow: UnitOfWork, draft: Draft, number: int | None = None) -> dict[str, bytes]:
    """What the draft itself holds, by path: now, or in an earlier revision. Raises NotFound."""
    wanted = select(DraftContent.digest, DraftContent.content).where(DraftContent.draft_id == draft.id)
    if number is not None:
        contents = {digest: content for digest, content in uow.session.execute(wanted)}
        return {path: contents[digest] for path, digest in revision_of(uow, draft, number).files.items()}
    here = select(DraftFile.path, DraftContent.content).join(
        DraftContent, (DraftContent.digest == DraftFile.digest) & (DraftContent.draft_id == DraftFile.draft_id)
    )
    rows = uow.session.execute(here.where(DraftFile.draft_id == draft.id).order_by(DraftFile.path))
    return {path: content for path, content in rows}


def file_of(uow: UnitOfWork, draft: Draft, path: str) -> bytes:
    """One file's bytes, a shared one that the draft only calls included. Raises NotFound."""
    row = uow.session.get(DraftFile, (draft.id, path))
    if row is not None:
        return uow.session.get_one(DraftContent, (draft.id, row.digest)).content
    found = package_of(uow, draft).files.get(path)
    if found is None:
        raise NotFound(f"草稿里没有 {path}。")
    return found


def revisions(uow: UnitOfWork, draft: Draft) -> list[DraftRevision]:
    """The history, the newest first."""
    query = select(DraftRevision).where(DraftRevision.draft_id == draft.id)
    return list(uow.session.scalars(query.order_by(DraftRevision.number.desc())))


def zip_of(uow: UnitOfWork, draft: Draft) -> bytes:
    """The draft as a zip that the commands and Camunda Modeler can use: with the shared files that it reaches."""
    return write_zip(package_of(uow, draft).files)
