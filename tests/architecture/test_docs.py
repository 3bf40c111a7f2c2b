"""What the pages point to exists, what they tell people to type exists, and the commands are the promised ones."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, relative

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)")
PROMISED = {"run", "test", "chaos", "bench", "lint", "lock", "clean"}


def pages() -> list[Path]:
    """Every page of ours."""
    return [*sorted(ROOT.glob("*.md")), *files("docs", suffix=(".md",))]


def broken_links(page: Path, text: str) -> list[str]:
    """Relative links of a page that lead nowhere."""
    found = []
    for target in LINK.findall(re.sub(r"(?s)```.*?```|`[^`]*`", "", text)):
        path = target.partition("#")[0]
        if path and not re.match(r"[a-z]+:", path) and not (page.parent / path).exists():
            found.append(f"{page.name} → {target}")
    return found


def targets(makefile: str) -> set[str]:
    """What one may ask `make` for."""
    return set(re.findall(r"(?m)^([a-z]+):(?!=)", makefile))


def test_every_link_leads_somewhere() -> None:
    found = [fault for page in pages() for fault in broken_links(page, page.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)


def test_every_make_command_a_page_names_exists() -> None:
    known = targets((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert known >= PROMISED
    for page in pages():
        assert set(re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))) <= known, relative(page)


@pytest.mark.parametrize("script", [".ci/run", *(relative(f) for f in files("tools", suffix=(".sh",)))])
def test_a_script_is_executable_and_well_formed(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    decisions = [f.name for f in files("docs/decisions", suffix=(".md",)) if f.name != "README.md"]
    assert [name[:4] for name in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert [name for name in decisions if f"({name})" not in index] == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("x")
    text = "[a](there.md#x) [b](gone.md) ![c](<gone.png>) [d](https://example.invalid) [e](#here) `[f](gone)`"
    assert broken_links(tmp_path / "page.md", text) == ["page.md → gone.md", "page.md → gone.png"]


def test_targets_are_read_from_the_makefile() -> None:
    assert targets("BIN := x\nrun: a\nrun: export X ?= 1\n.ready:\n\ttest: no\n") == {"run"}
