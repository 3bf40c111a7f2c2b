"""Versions are stored once, never change, come out as they went in, and are compiled once."""

import pytest

from services.designer.deploy import CannotDeploy
from services.foundation.errors import Faulty, NotFound
from services.process import registry
from services.process.registry import PackageFile, ProcedureVersion, StoredFile, versions
from tests.builders import edited
from tests.small_procedure import manifest, package

FIVE = package()
SEVEN = edited(FIVE, "procedure.bpmn", ("add working days(now(), 5)", "add working days(now(), 7)"))


def current(town):
    with town.house.reading() as uow:
        return registry.current(uow, "hill")


def test_the_same_bytes_make_no_new_version(empty_town):
    first = empty_town.deploy(FIVE)
    again = empty_town.deploy(package())
    assert (again.version.id, len(empty_town.rows(ProcedureVersion))) == (first.version.id, 1)
    assert again.changes == ["没有改动，仍是原来的版本。"]


def test_a_change_makes_a_version_beside_the_old_one(empty_town):
    old, new = empty_town.deploy(FIVE).version, empty_town.deploy(SEVEN).version
    assert (old.number, new.number) == (1, 2)
    assert current(empty_town).id == new.id
    with empty_town.house.reading() as uow:
        assert registry.package_of(uow, old).digest == FIVE.digest == old.digest
        assert [v.number for v in registry.all_versions(uow)] == [2, 1]


def test_files_that_did_not_change_are_stored_once(empty_town):
    empty_town.deploy(FIVE)
    empty_town.deploy(SEVEN)
    assert len(empty_town.rows(PackageFile)) == 2 * len(FIVE.files)
    assert len(empty_town.rows(StoredFile)) == len(FIVE.files) + 1


def test_what_comes_out_is_what_went_in(empty_town):
    version = empty_town.deploy(FIVE).version
    with empty_town.house.reading() as uow:
        out = registry.package_of(uow, version)
    assert (dict(out.files), out.digest, out.name) == (dict(FIVE.files), FIVE.digest, "hill")


def test_going_back_to_earlier_bytes_puts_them_in_force_again(empty_town):
    first = empty_town.deploy(FIVE).version
    empty_town.deploy(SEVEN)
    back = empty_town.deploy(FIVE)
    assert "由 7 个工作日改为 5 个工作日" in back.changes[0]
    assert current(empty_town).digest == first.digest
    assert len(empty_town.rows(ProcedureVersion)) == 2


def test_a_package_that_cannot_run_is_not_stored(empty_town):
    with pytest.raises(CannotDeploy):
        empty_town.deploy(edited(FIVE, "procedure.bpmn", ('formId="sheet"', 'formId="lost"')))
    assert empty_town.rows(ProcedureVersion) == []


def test_a_version_is_compiled_once_in_a_process(empty_town, monkeypatch):
    counted = []
    compile_package = versions.compile_package
    monkeypatch.setattr(versions, "compile_package", lambda whole: counted.append(1) or compile_package(whole))
    monkeypatch.setattr(versions, "_ready", {})
    version = empty_town.deploy(FIVE).version
    with empty_town.house.reading() as uow:
        assert registry.load(uow, version.id) is registry.load(uow, version.id)
    with empty_town.house.reading() as uow:
        registry.load(uow, version.id)
    assert counted == [1]


def test_a_running_campaign_stays_on_its_version(empty_town):
    empty_town.deploy(FIVE)
    empty_town.open_campaign()
    case = empty_town.open_case()
    new = empty_town.deploy(SEVEN).version
    assert empty_town.instance("case", case.id).version_id != new.id
    assert empty_town.open_case().version_id == case.version_id


def test_unknown_procedures_and_versions_are_not_found(empty_town):
    with empty_town.house.reading() as uow:
        with pytest.raises(NotFound, match="nowhere"):
            registry.current(uow, "nowhere")
        with pytest.raises(NotFound):
            registry.load(uow, 99)


def test_two_procedures_count_their_versions_apart(empty_town):
    empty_town.deploy(FIVE)
    other = registry.Package("valley", {**FIVE.files, "procedure.yaml": manifest(id="valley")})
    assert empty_town.deploy(other).version.number == 1


def test_files_that_somebody_changed_in_the_database_are_not_run(empty_town, monkeypatch):
    version = empty_town.deploy(FIVE).version
    with empty_town.house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE stored_file SET content = CAST(content || x'20' AS BLOB)")
    monkeypatch.setattr(versions, "_ready", {})
    with empty_town.house.reading() as uow, pytest.raises(Faulty, match="与其摘要不符"):
        registry.load(uow, version.id)
