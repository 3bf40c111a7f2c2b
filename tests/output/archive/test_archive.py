"""An exported record is checked on a bare machine: trail, contents and files each tell when they were changed."""

import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from services.casework.completions import completions_of
from services.output.archive import archive, trail
from services.output.archive.package import _zipped
from services.output.issued import pdf_of
from services.record import audit
from services.record.audit import offline_verifier
from tests.output.issued.conftest import instance_of, issue_for, paper_package


@pytest.fixture
def case(town):
    """A case in which two people have said something, sealed."""
    case = town.open_case()
    town.write(case, amount=10)
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意推荐。"}, case)
    town.until("2021-11-04 09:00")
    return case


@pytest.fixture
def exported(town, case):
    """The archive of the case, as a file."""
    with town.house.reading() as uow:
        return archive(uow, case.subject, "案卷")


def verified(tmp_path: Path, whole: bytes, *more: str) -> tuple[int, str]:
    """What the verifier in the archive says of it, run with the standard library alone."""
    (tmp_path / "export.zip").write_bytes(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        (tmp_path / "verify.py").write_bytes(file.read("verify.py"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "export.zip", *more],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def changed(whole: bytes, name: str, old: str, new: str) -> bytes:
    """The archive in which one file reads otherwise; its list of checksums was brought up to date by the forger."""
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        contents = {n: file.read(n) for n in file.namelist() if n != "checksums.txt"}
    assert old.encode() in contents[name]
    contents[name] = contents[name].replace(old.encode(), new.encode(), 1)

    return _zipped(contents)


def test_an_archive_passes_on_a_bare_machine(exported, tmp_path):
    code, said = verified(tmp_path, exported)
    assert code == 0, said
    assert "✓ 核验通过" in said


def test_it_holds_what_each_person_handed_in(town, case):
    with town.house.reading() as uow:
        told = trail(uow, case.subject)
        rows = completions_of(uow, case.subject)
    assert (
        [json.loads(a["body"])["element"] for a in told["answers"]]
        == [r.element for r in rows]
        == ["A_write", "A_unit"]
    )
    assert json.loads(told["answers"][1]["body"])["comment"] == "同意推荐。"


def test_the_printed_seal_vouches_for_it(town, exported, tmp_path):
    with town.house.reading() as uow:
        seal = audit.latest_seal(uow)
    code, said = verified(tmp_path, exported, "--seal", seal.hash)
    assert (code, "文书上印出的封存" in said) == (0, True)


def test_an_opinion_that_was_reworded_is_found(exported, tmp_path):
    code, said = verified(tmp_path, changed(exported, "trail.json", "同意推荐。", "不同意。"))
    assert code == 1 and "被改动过" in said


def test_an_opinion_that_was_left_out_is_found(town, case):
    with town.house.reading() as uow:
        told = trail(uow, case.subject)
    del told["answers"][1]
    assert [f for f in offline_verifier.check(told)[0] if "办理内容不在文件里" in f]


def test_an_opinion_that_was_slipped_in_is_found(town, case):
    with town.house.reading() as uow:
        told = trail(uow, case.subject)
    body = told["answers"][1]["body"].replace("agree", "refuse")

    told["answers"].append({"body": body, "digest": sha256(body.encode()).hexdigest()})
    assert [f for f in offline_verifier.check(told)[0] if "不在记录里" in f]


def test_a_file_that_was_changed_after_packing_is_named(exported, tmp_path):
    spoiled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(exported)) as old, zipfile.ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, raw + b"x" if name == "history.txt" else raw)
    code, said = verified(tmp_path, spoiled.getvalue())
    assert code == 1 and "文件 history.txt 与清单所记的摘要不符" in said


def test_the_same_record_gives_the_same_bytes(town, case, exported):
    with town.house.reading() as uow:
        assert archive(uow, case.subject, "案卷") == exported


def test_it_holds_the_papers_that_were_issued(make_town, tmp_path):
    town = make_town(paper_package())
    case = town.open_case()
    paper = issue_for(town, "letter", instance_of(town, case), name="林静创新工作室")
    town.settle()
    with town.house.reading() as uow:
        whole, pdf = archive(uow, case.subject, "案卷"), pdf_of(uow, paper.id)
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        assert file.read(f"papers/{paper.id}-补正通知书.pdf") == pdf
    assert verified(tmp_path, whole)[0] == 0
