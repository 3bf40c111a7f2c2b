"""Issued papers are set in type by a job, once; what is kept is the PDF with its digest."""

import hashlib
from typing import Any

from services.foundation.clock import local_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry

from ..documents import CodeShown, PaperData, Shape, parse_paper, render_paper
from .codes import grouped
from .events import PaperPrinted
from .filling import thawed
from .models import IssuedPaper, PrintedPaper


def prepare_print(uow: UnitOfWork, payload: dict[str, Any]) -> bytes | None:
    """The PDF of the paper `payload["paper"]`, from its frozen content; None where it is printed already."""
    if uow.session.get(PrintedPaper, payload["paper"]) is not None:
        return None
    paper = uow.session.get_one(IssuedPaper, payload["paper"])
    return render_paper(*as_issued(uow, paper))


def keep_print(uow: UnitOfWork, payload: dict[str, Any], pdf: bytes | None) -> None:
    """Store the PDF; a second print of the same paper changes nothing."""
    if pdf is None or uow.session.get(PrintedPaper, payload["paper"]) is not None:
        return
    paper = uow.session.get_one(IssuedPaper, payload["paper"])
    digest = hashlib.sha256(pdf).hexdigest()
    uow.session.add(PrintedPaper(paper_id=paper.id, pdf=pdf, digest=digest, printed_at=uow.now))
    uow.record(
        PaperPrinted(subject=paper.subject, paper_id=paper.id, title=paper.title, no=paper.no, pdf_digest=digest)
    )


def leave_unprinted(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """In place of the two above where nobody will look at the paper: a rehearsal would wait seconds for each."""


def as_issued(uow: UnitOfWork, paper: IssuedPaper) -> tuple[Shape, PaperData]:
    """The shape of a paper and what stood on it when it was issued; the version it was issued under never changes."""
    procedure = registry.load(uow, paper.version_id)
    document = procedure.manifest.documents.get(paper.document, {})
    described = procedure.papers.get(str(document.get("paper")))
    if described is None:
        raise Faulty(f"文书“{paper.title}”的版面不在它的办法版本里。")
    data = thawed(paper.content).data(margin(paper), paper.no, local_day(paper.issued_at))
    return parse_paper(described), data


def margin(paper: IssuedPaper) -> CodeShown:
    """Number and code as they stand in the margin; where the house has no address, the way to type it in.

    A public paper also bears the newest seal of the trail: whoever holds the paper can check an export against it.
    """
    lines = [f"{paper.no}　核验码 {grouped(paper.code)}".strip()]
    if not paper.address:
        lines.append("在本系统“文书核验”页输入核验码")
    if seal := paper.content.get("seal"):
        half = len(seal["hash"]) // 2
        lines += [f"审计封存 {seal['day']}", seal["hash"][:half], seal["hash"][half:]]
    return CodeShown("\n".join(lines), paper.address)
