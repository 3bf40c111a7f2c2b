"""docs/samples shows the papers as they are printed today."""

from dataclasses import replace

import pytest

from services.output.documents import render_sheet
from tools.sample_papers import FOLDER, digest_of, is_fresh, page, shape_of

from .finished import finished

LARGEST = 2_500_000
"""Bytes of the whole folder."""


@pytest.mark.parametrize("name", sorted(finished()))
def test_a_sample_shows_the_paper_as_it_is(name: str) -> None:
    one = finished()[name]
    assert is_fresh(name, one), "run `make samples`"
    if one.sheet:
        assert (FOLDER / f"{name}.xlsx").read_bytes() == render_sheet(shape_of(one), one.data)


def test_the_page_names_each_sample_and_the_folder_holds_no_other_file() -> None:
    assert (FOLDER / "README.md").read_text("utf-8") == page(), "run `make samples`"
    made = {f"{name}.{kind}" for name in finished() for kind in ("pdf", "png")}
    sheets = {f"{name}.xlsx" for name, one in finished().items() if one.sheet}
    files = {file.name: file.stat().st_size for file in FOLDER.iterdir()}
    assert set(files) == made | sheets | {"README.md"}
    assert sum(files.values()) <= LARGEST


def test_another_answer_makes_a_sample_stale() -> None:
    one = finished()["dalian-form"]
    other = replace(one, data=replace(one.data, answers={**one.data.answers, "studio_name": "另一个职工创新工作室"}))
    assert digest_of(other) != digest_of(one)
    assert not is_fresh("dalian-form", other)
