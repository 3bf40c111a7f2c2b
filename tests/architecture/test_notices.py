"""Whoever's work we use is named, with the version we use."""

import importlib.util
from types import ModuleType

import pytest

from tests.architecture.source import ROOT


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("third_party_notices", ROOT / "tools/third_party_notices.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_of_the_product_is_named_in_the_notices(tool: ModuleType) -> None:
    page = (ROOT / "THIRD-PARTY-NOTICES.md").read_text(encoding="utf-8").lower()
    rows = {tuple(cell.strip() for cell in line.split("|")[1:3]) for line in page.splitlines() if line.startswith("|")}
    python = {name.lower() for name in tool.locked_names((ROOT / "requirements.txt").read_text(encoding="utf-8"))}
    assert {name.replace("_", "-") for name in python} <= {row[0].replace("_", "-") for row in rows}
    browser = {(path.rpartition("node_modules/")[2].lower(), e["version"]) for path, e in tool.browser_packages()}
    assert browser - rows == set(), "run: make notices"


def test_the_condition_of_bpmn_io_is_told_in_its_own_words() -> None:
    page = (ROOT / "THIRD-PARTY-NOTICES.md").read_text(encoding="utf-8")
    assert "the watermark must stay fully visible" in page


def test_the_holder_is_read_from_a_licence_without_addresses(tool: ModuleType) -> None:
    text = "MIT\n\n * Copyright (c) 2015 Ann Other <ann@example.invalid>\n\nCopyright notice shall be included"
    assert tool.holder_in(text) == "Copyright (c) 2015 Ann Other"
    assert tool.holder_in("Copyright (C) 2007 Free Software Foundation, Inc.") == ""
