"""Issue a paper: what stands on it is frozen, its number allotted and its code made, in one transaction."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.clock import local, local_day
from services.foundation.errors import Faulty
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation, ancestors
from services.process import engine, registry
from services.process.registry import Procedure
from services.record import audit, jobs
from services.selection.campaigns import campaign_by_id

from .codes import new_code
from .events import PaperIssued
from .filling import Filling, fill
from .models import IssuedPaper, PaperWithdrawal
from .numbers import allot, numbered

PRINT = "print_document"
NOT_IN_DIGEST = {"id", "digest"}


def issue_document(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any]:
    """The effect. Input `document` is an id of procedure.yaml's documents; every other input is data of the paper.

    Three of them also say what the paper is: `title` and `organ` (a name, or an organisation's number; its name is
    printed) in place of those in procedure.yaml, and `matter`, which tells several papers of one kind about one
    subject apart.
    Gives {id, no, number, year, code, issued_on}; `no`, `number`, `year` are null for a paper without a series.
    """
    inputs = dict(effect.inputs)
    document = inputs.pop("document", None)
    if not isinstance(document, str):
        raise Faulty(f"环节“{effect.element}”没有用输入 document 写明出具哪份文书。")
    paper = issue(uow, instance, document, inputs)
    return {
        "id": paper.id,
        "no": paper.no or None,
        "number": paper.number,
        "year": paper.year,
        "code": paper.code,
        "issued_on": local_day(paper.issued_at),
    }


def issue(
    uow: UnitOfWork,
    instance: Instance,
    document_id: str,
    data: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
) -> IssuedPaper:
    """Issue a document about an instance's subject; the instance is locked. Its print is made by a job.

    A paper of the same kind and matter that the same instance issued before is superseded: both stay, and the
    earlier one says by which. Raises Faulty where procedure.yaml has no such document or the document no paper.
    """
    procedure, data = registry.load(uow, instance.version_id), data or {}
    document = _document(procedure, document_id)
    matter = _word(data.get("matter"))
    former = _in_force(uow, instance, document_id, matter)
    filling = fill(uow, instance, procedure, document)
    organisation, organ = _issuer(uow, instance, procedure, document, data.get("organ"))
    answers = {**filling.answers, **data, **({"organ": organ} if data.get("organ") is not None else {})}
    content = Filling(answers, filling.opinions, filling.header, filling.known).frozen()
    content["seal"] = _newest_seal(uow) if document.get("public") is True else None
    sign, year = document.get("series"), local(uow.now).year
    number = allot(uow, organ, sign, year) if sign else None
    code = new_code()
    paper = IssuedPaper(
        document=document_id,
        title=_word(data.get("title")) or str(document["title"]),
        organ=organ,
        sign=sign,
        year=year if number else None,
        number=number,
        no=numbered(sign, year, number) if sign and number else "",
        code=code,
        address=f"{uow.wiring.public_url}/verify/{code}" if uow.wiring.public_url else "",
        subject_kind=instance.subject_kind,
        subject_id=instance.subject_id,
        subject_title=instance.title,
        matter=matter,
        instance_id=instance.id,
        version_id=instance.version_id,
        campaign_id=instance.campaign_id,
        organisation_id=organisation,
        content=content,
        public=document.get("public") is True,
        copies=int(document.get("copies") or 1),
        issued_at=uow.now,
        issued_by=actor.id if actor else None,
        supersedes=former.id if former else None,
    )
    paper.digest = digest_of(paper)
    uow.session.add(paper)
    uow.session.flush()
    _record(uow, paper, former)
    jobs.enqueue(uow, PRINT, {"paper": paper.id}, subject=paper.subject, key=f"{PRINT}:{paper.id}")
    return paper


def _newest_seal(uow: UnitOfWork) -> dict[str, str] | None:
    """What a public paper prints of the trail (DESIGN 7): with it a trail rewritten wholesale is found."""
    seal = audit.latest_seal(uow)
    return {"day": seal.day.isoformat(), "hash": seal.hash} if seal else None


def digest_of(paper: IssuedPaper) -> str:
    """SHA-256 over every column but the row's own number and the digest itself."""
    columns = {c.key: getattr(paper, c.key) for c in IssuedPaper.__table__.columns if c.key not in NOT_IN_DIGEST}
    columns["issued_at"] = paper.issued_at.isoformat()
    return hashlib.sha256(canonical(columns)).hexdigest()


def _record(uow: UnitOfWork, paper: IssuedPaper, former: IssuedPaper | None) -> None:
    uow.record(
        PaperIssued(
            subject=paper.subject,
            actor_id=paper.issued_by,
            paper_id=paper.id,
            document=paper.document,
            title=paper.title,
            no=paper.no,
            organ=paper.organ,
            digest=paper.digest,
            supersedes=(former.no or f"先前出具的《{former.title}》") if former else "",
        )
    )


def _document(procedure: Procedure, document_id: str) -> Mapping[str, Any]:
    document = procedure.manifest.documents.get(document_id)
    if document is None:
        raise Faulty(f"procedure.yaml 的 documents 里没有“{document_id}”，不能出具。")
    if document.get("paper") not in procedure.papers:
        described = document.get("paper") or document_id
        raise Faulty(f"文书“{document['title']}”没有版面（{described}.paper.yaml），不能出具。")
    return document


def _in_force(uow: UnitOfWork, instance: Instance, document_id: str, matter: str) -> IssuedPaper | None:
    """The paper that a new one of this kind takes the place of; a withdrawn one has no place to take."""
    same = (IssuedPaper.instance_id == instance.id, IssuedPaper.document == document_id, IssuedPaper.matter == matter)
    latest = uow.session.scalars(select(IssuedPaper).where(*same).order_by(IssuedPaper.id.desc()).limit(1)).first()
    if latest is None:
        return None
    withdrawn = (PaperWithdrawal.paper_id == latest.id, PaperWithdrawal.decision == "confirmed")
    return None if uow.session.scalar(select(PaperWithdrawal.id).where(*withdrawn)) else latest


def issuer(uow: UnitOfWork, instance: Instance) -> int:
    """The organisation whose office issues papers about a subject: its campaign's own, else the root above it."""
    if instance.campaign_id is not None:
        return campaign_by_id(uow, instance.campaign_id).organisation_id
    return ancestors(uow, instance.organisation_id)[-1].id


def _issuer(
    uow: UnitOfWork, instance: Instance, procedure: Procedure, document: Mapping[str, Any], told: Any
) -> tuple[int, str]:
    """Whose office keeps the paper, and the organ whose name stands on it."""
    office = issuer(uow, instance)
    if told is not None and not isinstance(told, str):
        return int(told), uow.session.get_one(Organisation, int(told)).name
    names = {str(o["id"]): str(o["name"]) for o in procedure.manifest.organs}
    wanted = told or document.get("organ") or procedure.manifest.naming_organ
    organ = names.get(str(wanted), str(wanted or "")) or uow.session.get_one(Organisation, office).name
    return office, organ


def _word(value: Any) -> str:
    return "" if value is None else str(value).strip()
