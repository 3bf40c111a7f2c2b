"""A package is its folder, its forms and every shared file that it reaches; its digest covers them all."""

import pytest

from services.process.registry import PackageMissing, compile_package, read_folder
from services.process.registry import package as rooms
from tests.process.registry.conftest import write


def below(folder, path):
    return folder.parent.parent / path


def test_a_package_holds_its_own_files_and_the_shared_ones_it_reaches(folder):
    assert sorted(read_folder(folder).files) == [
        "forms/sheet.form",
        "procedure.bpmn",
        "procedure.yaml",
        "shared/fit.dmn",
        "shared/forms/say.form",
        "shared/rules.dmn",
        "shared/say.bpmn",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "processes/hill/procedure.bpmn",
        "processes/hill/procedure.yaml",
        "forms/hill/sheet.form",
        "processes/shared/say.bpmn",
        "processes/shared/rules.dmn",
        "processes/shared/fit.dmn",
        "forms/shared/say.form",
    ],
)
def test_editing_a_file_that_is_reached_changes_the_digest(folder, path):
    before = read_folder(folder).digest
    file = below(folder, path)
    file.write_bytes(file.read_bytes() + b"\n")
    assert read_folder(folder).digest != before


@pytest.mark.parametrize("path", ["processes/shared/idle.bpmn", "processes/shared/idle.dmn", "forms/shared/idle.form"])
def test_editing_a_shared_file_that_nothing_reaches_changes_nothing(folder, path):
    before = read_folder(folder).digest
    below(folder, path).write_bytes(b"<other />")
    assert read_folder(folder).digest == before


def test_a_guard_is_reached_however_its_attributes_are_ordered(folder):
    file = folder / "procedure.bpmn"
    text = file.read_text()
    turned = text.replace('name="guard" value="shared_rules"', "value='shared_rules' name='guard'")
    assert turned != text
    file.write_text(turned)
    assert "shared/rules.dmn" in read_folder(folder).files


def test_moving_content_between_files_changes_the_digest(folder):
    write(folder, {"a.dmn": b"x", "b.dmn": b""})
    before = read_folder(folder).digest
    write(folder, {"a.dmn": b"", "b.dmn": b"x"})
    assert read_folder(folder).digest != before


def test_the_folders_own_forms_take_the_place_of_those_beside_it(folder):
    write(folder, {"forms/own.form": b"{}"})
    forms = [p for p in read_folder(folder).files if p.startswith("forms/")]
    assert forms == ["forms/own.form"]


def test_a_package_that_carries_its_shared_files_needs_no_others(folder, tmp_path):
    whole = read_folder(folder)
    write(tmp_path / "elsewhere" / "hill", dict(whole.files))
    again = read_folder(tmp_path / "elsewhere" / "hill")
    assert (again.files, again.digest) == (whole.files, whole.digest)


def test_the_citys_own_form_stands_in_for_a_shared_one_of_the_same_name(folder):
    write(folder.parent.parent, {"forms/hill/say.form": b'{"id": "say", "components": []}'})
    assert compile_package(read_folder(folder)).form("say").writable_keys == set()


def test_hidden_files_are_no_part_of_a_package(folder):
    before = read_folder(folder).digest
    write(folder, {".DS_Store": b"x", ".git/config": b"x"})
    assert read_folder(folder).digest == before


def test_a_folder_without_its_yaml_is_no_package(folder):
    (folder / "procedure.yaml").unlink()
    with pytest.raises(PackageMissing, match=r"procedure\.yaml"):
        read_folder(folder)


def test_a_file_that_is_too_large_is_refused_by_name(folder):
    with (folder / "large.dmn").open("wb") as file:
        file.truncate(rooms.MAX_FILE + 1)
    with pytest.raises(PackageMissing, match=r"large\.dmn.*5 MB"):
        read_folder(folder)


def test_too_many_files_are_refused(folder):
    write(folder, {f"notes/{n}.txt": b"" for n in range(rooms.MAX_FILES)})
    with pytest.raises(PackageMissing, match="500"):
        read_folder(folder)


def test_scenarios_are_part_of_the_digest_but_not_of_the_diagram(folder):
    before = read_folder(folder).digest
    write(folder, {"scenarios/quiet_year.yaml": b"steps: []", "scenarios/extra/note.bpmn": b"<no />"})
    whole = read_folder(folder)
    assert whole.digest != before
    assert list(whole.scenarios) == ["quiet_year.yaml"]
    assert list(whole.ending(".bpmn")) == ["procedure.bpmn", "shared/say.bpmn"]


def test_the_layout_of_a_document_is_reached_from_the_list_of_documents(folder):
    write(
        folder.parent.parent, {"forms/shared/letter.paper.yaml": b"kind: letter\n", "forms/shared/letter.form": b"{}"}
    )
    file = folder / "procedure.yaml"
    file.write_text(file.read_text() + "\ndocuments: [{id: warning, title: 告知书, paper: letter}]\n")
    files = read_folder(folder).files
    assert "shared/forms/letter.paper.yaml" in files
    assert "shared/forms/letter.form" not in files
