"""An exported trail is checked on a bare machine: one file of standard Python, no network, none of our code."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.foundation.storage.unit_of_work import House
from services.record import audit
from services.record.audit import offline_verifier
from services.record.audit.chain import chained_hash
from tests.record.cast import CASE, OTHER_CASE, Said

Export = dict[str, Any]


@pytest.fixture
def export(house: House) -> Export:
    """Three entries of CASE: two under the first seal, one after the second."""
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="同意"))
        uow.record(Said(subject=CASE, words="上报"))
        uow.record(Said(subject=OTHER_CASE, words="他案"))
    with house.work() as uow:
        audit.seal(uow, date(2021, 12, 1))
    with house.work() as uow:
        uow.record(Said(subject=OTHER_CASE, words="他案"))
    with house.work() as uow:
        audit.seal(uow, date(2021, 12, 2))
        uow.record(Said(subject=CASE, words="公示"))
    with house.reading() as uow:
        told: Export = json.loads(json.dumps(audit.evidence(uow, CASE)))
    return told


def _run(tmp_path: Path, export: Export, *more: str) -> tuple[int, str]:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")
    alone = tmp_path / "verifier.py"
    alone.write_bytes(Path(offline_verifier.__file__).read_bytes())
    done = subprocess.run(  # isolated and without site-packages: only the standard library is there
        [sys.executable, "-I", "-S", "-X", "utf8", str(alone), str(file), *more],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_a_whole_trail_passes_on_a_bare_machine(export: Export, tmp_path: Path) -> None:
    assert _run(tmp_path, export) == (0, "✓ 核验通过：共 3 条记录，其中前 2 条由文件内的封存证实。\n")
    code, said = _run(tmp_path, export, "--seal", export["seals"][1]["hash"].upper())
    assert (code, "前 2 条由文书上印出的封存证实" in said) == (0, True)


def test_the_export_says_nothing_of_other_cases(export: Export) -> None:
    assert "他案" not in json.dumps(export, ensure_ascii=False)
    assert export["seals"][1]["heads"] is None, "a seal that does not cover the case lists nothing"


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    assert _run(tmp_path, {"entries": 3})[0] == 2


def _reword(export: Export) -> None:
    export["entries"][1]["body"] = export["entries"][1]["body"].replace("上报", "退回")


def _cut(export: Export) -> None:
    del export["entries"][1:]


def _drop_middle(export: Export) -> None:
    del export["entries"][1]


def _rewrite(export: Export) -> None:
    previous = "0" * 64
    for entry in export["entries"]:
        entry["body"] = entry["body"].replace("上报", "退回")
        previous = entry["hash"] = chained_hash(previous, entry["body"].encode())


def _relist(export: Export) -> None:
    export["seals"][0]["heads"] = [line for line in export["seals"][0]["heads"] if "case:13" in line]


def _reseal(export: Export) -> None:
    export["seals"][0]["body"] = export["seals"][0]["body"].replace("2021-12-01", "2021-11-30")


def _swap_subject(export: Export) -> None:
    export["subject"] = "case:99"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_reword, "第 2 条记录与摘要不符，被改动过"),
        (_cut, "第 1 次封存时有 2 条记录，现在只有 1 条"),
        (_drop_middle, "第 2 条记录的序号不连续"),
        (_rewrite, "第 1 次封存时的第 2 条记录与现在的不同，这条链被改写过"),
        (_relist, "第 1 次封存所列的链尾被改动过"),
        (_reseal, "第 1 次封存与摘要不符，被改动过"),
        (_swap_subject, "第 1 条记录写的是另一件事"),
    ],
)
def test_a_changed_export_is_found(export: Export, change: Callable[[Export], None], fault: str) -> None:
    change(export)
    assert fault in offline_verifier.check(export)[0]


def test_a_trail_rewritten_with_its_seals_does_not_match_the_paper(export: Export, tmp_path: Path) -> None:
    on_paper = export["seals"][0]["hash"]
    _rewrite(export)
    previous = "0" * 64
    for seal in export["seals"]:
        seal["heads"] = None
        seal["body"] = seal["body"].replace('"chains":2', '"chains":1')
        previous = seal["hash"] = chained_hash(previous, seal["body"].encode())
    assert offline_verifier.check(export) == ([], 0), "nothing inside tells, but no seal vouches either"
    code, said = _run(tmp_path, export, "--seal", on_paper)
    assert code == 1
    assert "文书上印出的封存摘要不在其中，记录被整体改写过" in said
