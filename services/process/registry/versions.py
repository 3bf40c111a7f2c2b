"""Versions in the database: stored once, never changed, compiled on first use."""

import hashlib

from sqlalchemy import func, select

from services.foundation.errors import Faulty, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import PackageFile, ProcedureVersion, StoredFile
from .package import Package
from .procedure import Procedure, compile_package

# Versions never change, so what was compiled once in this process stays true.
_ready: dict[str, Procedure] = {}


def store(uow: UnitOfWork, package: Package, procedure: Procedure, actor_id: int | None) -> ProcedureVersion:
    """Store a package as a new version, or put the one in force that already holds the same bytes."""
    own = ProcedureVersion.procedure == procedure.manifest.id
    number = uow.session.scalar(select(func.max(ProcedureVersion.number)).where(own)) or 0
    known = uow.session.scalar(select(ProcedureVersion).where(own, ProcedureVersion.digest == package.digest))
    if known is not None:
        if known.number < number:  # going back: what it holds stays, only its turn is the newest again
            known.number, known.deployed_at, known.deployed_by = number + 1, uow.now, actor_id
            uow.session.flush()
        return known
    version = ProcedureVersion(
        procedure=procedure.manifest.id,
        digest=package.digest,
        number=number + 1,
        title=procedure.manifest.title,
        deployed_at=uow.now,
        deployed_by=actor_id,
    )
    uow.session.add(version)
    uow.session.flush()
    for path, content in package.files.items():
        digest = hashlib.sha256(content).hexdigest()
        if uow.session.get(StoredFile, digest) is None:
            uow.session.add(StoredFile(digest=digest, content=content))
            uow.session.flush()
        uow.session.add(PackageFile(version_id=version.id, path=path, digest=digest))
    uow.session.flush()
    return version


def current(uow: UnitOfWork, procedure: str) -> ProcedureVersion:
    """The newest version of a procedure. Raises NotFound."""
    version = uow.session.scalar(
        select(ProcedureVersion)
        .where(ProcedureVersion.procedure == procedure)
        .order_by(ProcedureVersion.number.desc())
        .limit(1)
    )
    if version is None:
        raise NotFound(f"办法“{procedure}”尚未发布。")
    return version


def is_deployed(uow: UnitOfWork, procedure: str) -> bool:
    """Whether any version of this procedure stands."""
    query = select(ProcedureVersion.id).where(ProcedureVersion.procedure == procedure).limit(1)
    return uow.session.scalar(query) is not None


def all_versions(uow: UnitOfWork) -> list[ProcedureVersion]:
    """Every version of every procedure, newest first within each."""
    order = (ProcedureVersion.procedure, ProcedureVersion.number.desc())
    return list(uow.session.scalars(select(ProcedureVersion).order_by(*order)))


def in_force(uow: UnitOfWork) -> list[ProcedureVersion]:
    """The newest version of every procedure."""
    newest: dict[str, ProcedureVersion] = {}
    for version in all_versions(uow):
        newest.setdefault(version.procedure, version)
    return list(newest.values())


def package_of(uow: UnitOfWork, version: ProcedureVersion) -> Package:
    """The files of a version as they were deployed."""
    rows = uow.session.execute(
        select(PackageFile.path, StoredFile.content)
        .join(StoredFile, StoredFile.digest == PackageFile.digest)
        .where(PackageFile.version_id == version.id)
    )
    return Package(version.procedure, {path: content for path, content in rows})


def load(uow: UnitOfWork, version_id: int) -> Procedure:
    """The compiled procedure of a version; compiled at its first use in this process.

    Raises NotFound, and Faulty when the stored files are no longer those that the version is named after.
    """
    ready: dict[int, Procedure] = uow.session.info.setdefault("procedures", {})  # one question per transaction
    if version_id not in ready:
        ready[version_id] = _load(uow, version_id)
    return ready[version_id]


def _load(uow: UnitOfWork, version_id: int) -> Procedure:
    version = uow.session.get(ProcedureVersion, version_id)
    if version is None:
        raise NotFound("没有这个办法版本。")
    if version.digest not in _ready:
        package = package_of(uow, version)
        if package.digest != version.digest:
            raise Faulty(f"办法“{version.title}”版本 {version.digest[:8]} 的文件与其摘要不符，已被改动。")
        _ready[version.digest] = compile_package(package)
    return _ready[version.digest]
