"""The locks say exactly what is installed, prove it by digest, and know of no machine but the registry's default."""

import json
import re
import tomllib

import pytest

from tests.architecture.source import ROOT

LOCKS = ("requirements.txt", "tests/requirements.txt", "tools/node.txt")
PLACE = re.compile(r"https?:|file:|git\+|--(?:extra-)?index-url|--find-links|--trusted-host|(?:^|\s)/\w")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")


def read(path: str) -> str:
    """The text of a file of ours."""
    return (ROOT / path).read_text(encoding="utf-8")


def places_named(text: str) -> list[str]:
    """Lines that name a host or a folder of some machine."""
    return [line for line in text.splitlines() if PLACE.search(line)]


def canonical(name: str) -> str:
    """One spelling for the name of a package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(lock: str) -> dict[str, tuple[str, int]]:
    """Every requirement of a lock: version and number of digests. One without an exact version is a ValueError."""
    found: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", lock).strip()):
        pinned = PINNED.match(block)
        if not pinned:
            raise ValueError(f"not pinned: {block}")
        found[canonical(pinned[1])] = (pinned[2], block.count("--hash=sha256:"))
    return found


def asked_for() -> dict[str, str]:
    """Direct requirements of pyproject.toml as written, with the version where there is one."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {canonical(re.match(r"[\w.-]+", w)[0]): w.partition("==")[2] for w in wanted}  # type: ignore[index]


@pytest.mark.parametrize("lock", [*LOCKS, "package.json", "package-lock.json"])
def test_a_lock_names_no_host_and_no_folder(lock: str) -> None:
    text = re.sub(r'"funding": (?:"[^"]*"|\[[^\]]*\]|\{[^}]*\})', "", read(lock))
    assert not places_named(text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_pinned_and_proven(lock: str) -> None:
    assert [name for name, (_, digests) in requirements(read(lock)).items() if not digests] == []


def test_what_we_ask_for_is_pinned_exactly_and_is_what_the_lock_holds() -> None:
    locked = {name: version for name, (version, _) in requirements(read("tests/requirements.txt")).items()}
    assert {name: locked.get(name) for name in asked_for()} == asked_for()


def test_tests_run_on_the_versions_that_production_runs_on() -> None:
    production, tests = (requirements(read(lock)) for lock in LOCKS[:2])
    assert production.items() <= tests.items()


def test_the_browser_side_is_pinned_and_proven() -> None:
    wanted = json.loads(read("package.json"))
    versions = [*wanted.get("dependencies", {}).values(), *wanted.get("devDependencies", {}).values()]
    assert [v for v in versions if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []
    packages = json.loads(read("package-lock.json"))["packages"]
    unproven = [name for name, p in packages.items() if name and not p.get("integrity") and not p.get("inBundle")]
    assert unproven == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("--index-url https://example.invalid/simple", True),
        ("thing @ file:///srv/thing.whl", True),
        ("# via -r /home/me/requirements.in", True),
        ('"resolved": "https://example.invalid/x.tgz"', True),
        ("alembic==1.20.1 \\", False),
        ("    # via jiangxin (pyproject.toml)", False),
    ],
)
def test_a_place_is_found(line: str, is_found: bool) -> None:
    assert bool(places_named(line)) is is_found


def test_a_requirement_without_version_or_digest_is_found() -> None:
    assert requirements("a==1.0 \\\n    --hash=sha256:00\n    # via b\nb[c]==2\n") == {"a": ("1.0", 1), "b": ("2", 0)}
    with pytest.raises(ValueError, match="not pinned"):
        requirements("a>=1.0\n")
