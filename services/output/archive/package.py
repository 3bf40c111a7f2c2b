"""One subject's record as a file that a bare machine can check (GB/T 42727: content, metadata, proof, checksums)."""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from services.casework.completions import body_of, completions_of
from services.foundation.clock import local
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.record import audit
from services.record.audit import offline_verifier

from ..issued import papers_about, pdf_of

SUMS, TRAIL = offline_verifier.SUMS, offline_verifier.TRAIL
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
READ_ME = """{title}

trail.json     经过（逐条连同摘要）、每日封存、各环节提交的内容
history.txt    经过，供阅读
papers/        已出具的文书（PDF，摘要见经过）
verify.py      核验程序，只要有 Python 3 即可，不需要联网
checksums.txt  各文件的 SHA-256

核验：python verify.py 本压缩包 [--seal 公示或命名决定上印出的封存摘要]
"""


def trail(uow: UnitOfWork, subject: Subject) -> dict[str, Any]:
    """The trail as `audit.evidence` gives it, with `answers`: the hashed bytes of whatever was handed in."""
    answers = [{"body": body_of(row).decode(), "digest": row.digest} for row in completions_of(uow, subject)]
    return {**audit.evidence(uow, subject), "answers": answers}


def archive(uow: UnitOfWork, subject: Subject, title: str) -> bytes:
    """A ZIP with the trail, the story in words, the verifier and checksums. Names persons: not for the public."""
    entries = audit.history(uow, subject)
    told = [f"{e.seq}\t{local(e.at):%Y-%m-%d %H:%M:%S}\t{e.sentence}\n" for e in entries]
    contents = {
        "说明.txt": READ_ME.format(title=title).encode(),
        TRAIL: json.dumps(trail(uow, subject), ensure_ascii=False, indent=1).encode(),
        "history.txt": "".join(told).encode(),
        **_papers(uow, subject),
        "verify.py": Path(offline_verifier.__file__).read_bytes(),
    }
    return _zipped(contents)


def _papers(uow: UnitOfWork, subject: Subject) -> dict[str, bytes]:
    """The prints of every paper issued about the subject; one that waits for the printer is not there yet."""
    printed = [found for found in papers_about(uow, [subject]) if found.printed_at is not None]
    return {f"papers/{p.paper.id}-{_plain(p.paper.title)}.pdf": pdf_of(uow, p.paper.id) for p in printed}


def _plain(title: str) -> str:
    """A title as part of a file's name, on any system."""
    return "".join(sign for sign in title if sign.isalnum())[:40]


def _zipped(contents: dict[str, bytes]) -> bytes:
    sums = "".join(f"{sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(contents.items()))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, raw in [*contents.items(), (SUMS, sums.encode())]:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, raw)
    return whole.getvalue()
