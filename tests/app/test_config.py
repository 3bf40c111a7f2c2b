"""Settings: read once, contradictions refused in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import config
from app.config import SettingsRefused, read

LONG = "0123456789abcdef0123456789abcdef"
ROOT = Path(__file__).parents[2]


def test_without_a_word_it_is_a_local_house_on_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = read({})
    assert (settings.host, settings.port, settings.demo, settings.csrf) == ("127.0.0.1", 8000, False, True)
    assert settings.database_url == f"sqlite:///{tmp_path}/var/jiangxin.db"


def test_a_secret_is_needed_to_serve_but_not_to_check_a_diagram():
    with pytest.raises(SettingsRefused, match="SECRET_KEY"):
        config.require_secret(read({}))
    for given in ({"DEMO": "1"}, {"TESTING": "1"}, {"SECRET_KEY": "x"}):
        config.require_secret(read(given))


def test_production_wants_a_long_secret_and_turns_on_secure_cookies():
    with pytest.raises(SettingsRefused, match="32"):
        read({"PRODUCTION": "1", "SECRET_KEY": "short"})
    settings = read({"PRODUCTION": "1", "SECRET_KEY": LONG})
    assert settings.secure_cookies
    assert LONG not in repr(settings)


@pytest.mark.parametrize("name", ["PRODUCTION", "SESSION_COOKIE_SECURE"])
def test_the_demonstration_refuses_a_production_setting(name):
    with pytest.raises(SettingsRefused, match=f"DEMO.*{name}"):
        read({"DEMO": "1", name: "1", "SECRET_KEY": LONG})


def test_the_environment_cannot_switch_off_the_check_against_forged_forms():
    settings = config.from_environment({"CSRF": "0", "TESTING": "1"})
    assert settings.csrf
    assert not settings.testing


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_postgresql_is_spoken_with_our_driver(given, url):
    assert read({"DATABASE_URL": given}).database_url == url


@pytest.mark.parametrize(
    "given",
    [
        {"PORT": "eighty"},
        {"PORT": "0"},
        {"PORT": "８０"},
        {"DEMO": "perhaps"},
        {"BODY_LIMIT_MB": "-1"},
        {"DATABASE_URL": "mysql://x"},
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(given):
    with pytest.raises(SettingsRefused, match=next(iter(given))):
        read(given)


def test_the_door_for_web_servers_refuses_with_one_sentence_and_no_traceback():
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DEMO": "1", "PRODUCTION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    said = "DEMO 不能与生产环境设置 PRODUCTION 同时使用：演示模式下任何人都可以切换身份、拨动时钟。"
    assert done.stderr.strip() == said


MAIL = {"MAIL_SERVER": "mail.example", "MAIL_FROM": "no-reply@house.example"}


@pytest.mark.parametrize(("tls", "port"), [("", 25), ("starttls", 587), ("ssl", 465)])
def test_a_mail_server_has_the_usual_port_of_its_way(tls, port):
    mail = read({**MAIL, "MAIL_TLS": tls}).mail
    assert mail is not None
    assert (mail.server, mail.port, mail.tls) == ("mail.example", port, tls)
    assert read({}).mail is None


@pytest.mark.parametrize(
    ("given", "about"),
    [
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"MAIL_FROM": "a@b\r\nBcc: c@d"}, "MAIL_FROM"),
        ({"MAIL_TLS": "perhaps"}, "MAIL_TLS"),
        ({"MAIL_PORT": "0"}, "MAIL_PORT"),
        ({"MAIL_USER": "u", "MAIL_PASSWORD": "p"}, "MAIL_TLS"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_refused(given, about):
    with pytest.raises(SettingsRefused, match=about):
        read({**MAIL, **given})


def test_a_password_goes_over_a_locked_way_or_stays_on_this_machine_and_is_never_shown():
    secret = {"MAIL_USER": "u", "MAIL_PASSWORD": "hush"}
    for way in ({"MAIL_TLS": "ssl"}, {"MAIL_SERVER": "127.0.0.1"}):
        settings = read({**MAIL, **secret, **way})
        assert settings.mail is not None and settings.mail.password == "hush"
        assert "hush" not in repr(settings)


def test_the_folder_of_fonts_must_be_there(tmp_path: Path) -> None:
    assert read({"FONTS_DIR": str(tmp_path), "TESTING": "1"}).fonts_dir == tmp_path.resolve()
    assert read({"TESTING": "1"}).fonts_dir is None
    with pytest.raises(SettingsRefused, match="FONTS_DIR"):
        read({"FONTS_DIR": str(tmp_path / "none"), "TESTING": "1"})
