"""Every setting, read once, from the environment. Nothing else in the house looks at the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DEMO_SECRET = "the demonstration keeps no secrets: whoever sees it may be anybody in it"
SHORTEST_SECRET = 32


class SettingsRefused(Exception):
    """The settings contradict each other or cannot be read; the text is the sentence for the operator."""


@dataclass(frozen=True)
class Mail:
    """The operator's mail server. tls: "", "starttls" or "ssl"."""

    server: str
    port: int
    sender: str
    tls: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """What the operator decided. Names in capitals are those of the environment.

    HOST, PORT            where `serve` listens (127.0.0.1, 8000)
    DATA_DIR              folder for the database, if none is named, and for whatever else stays on this machine (./var)
    DATABASE_URL          SQLite or PostgreSQL (a file in DATA_DIR)
    SECRET_KEY            signs sessions; needed to serve, at least 32 characters in production
    PRODUCTION            strict: a long secret, cookies over HTTPS only
    SESSION_COOKIE_SECURE cookies over HTTPS only (as PRODUCTION says)
    SESSION_HOURS         how long a sign-in lasts (12)
    TRUSTED_PROXIES       how many proxies in front of us tell the truth about the caller's address (0)
    PUBLIC_URL            where everybody finds us (https://…); public notices are looked at there, else in the house
    MAIL_SERVER, MAIL_PORT, MAIL_FROM   the mail server for reminders and who they come from; without one no mail leaves
    MAIL_TLS              starttls, ssl or nothing: how the way to it is locked (25, 587 or 465 as its usual port)
    MAIL_USER, MAIL_PASSWORD            how we sign in there; only over a locked way, or on this machine
    FONTS_DIR             folder with licensed fonts (仿宋, 小标宋 …) that papers use before the free ones; none
    BODY_LIMIT_MB         the largest request (32)
    UPLOAD_LIMIT_MB       the largest request of somebody signed in whose form takes files (520)
    ATTACHMENTS           folder or database: where attachments lie (folder in DATA_DIR with SQLite, else database)
    DEMO                  the demonstration: movable clock, one click to be somebody else; never in production
    TESTING, CSRF         for tests only: read from a mapping, never from the environment
    """

    data_dir: Path
    database_url: str
    secret_key: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    production: bool = False
    secure_cookies: bool = False
    session_hours: int = 12
    trusted_proxies: int = 0
    public_url: str = ""
    fonts_dir: Path | None = None
    body_limit: int = 32 * 1024 * 1024
    upload_limit: int = 520 * 1024 * 1024
    attachments_dir: Path | None = None
    mail: Mail | None = None
    demo: bool = False
    testing: bool = False
    csrf: bool = True


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings of a running house. What only tests may set is not heard here."""
    return read({name: value for name, value in environment.items() if name not in {"TESTING", "CSRF"}})


def read(given: Mapping[str, Any]) -> Settings:
    """Settings from names and values. Raises SettingsRefused, in one sentence."""
    demo, production, testing = (_flag(given, name) for name in ("DEMO", "PRODUCTION", "TESTING"))
    secure = _flag(given, "SESSION_COOKIE_SECURE", production)
    if demo and (production or secure):
        which = "PRODUCTION" if production else "SESSION_COOKIE_SECURE"
        raise SettingsRefused(f"DEMO 不能与生产环境设置 {which} 同时使用：演示模式下任何人都可以切换身份、拨动时钟。")
    data_dir = Path(str(given.get("DATA_DIR") or "var")).resolve()
    return Settings(
        data_dir=data_dir,
        database_url=_database(str(given.get("DATABASE_URL") or ""), data_dir),
        secret_key=_secret(given, demo=demo, testing=testing, production=production),
        host=str(given.get("HOST") or "127.0.0.1"),
        port=_number(given, "PORT", 8000, 1, 65535),
        production=production,
        secure_cookies=secure,
        session_hours=_number(given, "SESSION_HOURS", 12, 1, 24 * 30),
        trusted_proxies=_number(given, "TRUSTED_PROXIES", 0, 0, 10),
        public_url=_public_url(given),
        fonts_dir=_fonts(str(given.get("FONTS_DIR") or "")),
        body_limit=_number(given, "BODY_LIMIT_MB", 32, 1, 1024) * 1024 * 1024,
        upload_limit=_number(given, "UPLOAD_LIMIT_MB", 520, 1, 4096) * 1024 * 1024,
        attachments_dir=_attachments(given, data_dir),
        mail=_mail(given),
        demo=demo,
        testing=testing,
        csrf=_flag(given, "CSRF", True),
    )


def require_secret(settings: Settings) -> None:
    """Refuse to serve without a secret. Commands that serve nobody (check, rehearse ...) do without."""
    if settings.secret_key is None:
        raise SettingsRefused("请设置 SECRET_KEY（至少 32 个字符的随机文本）；仅供演示时可设 DEMO=1。")


def _secret(given: Mapping[str, Any], *, demo: bool, testing: bool, production: bool) -> str | None:
    secret = str(given.get("SECRET_KEY") or "")
    if production and secret and len(secret) < SHORTEST_SECRET:
        raise SettingsRefused(f"生产环境的 SECRET_KEY 至少需要 {SHORTEST_SECRET} 个字符。")
    if secret:
        return secret
    # One fixed text, so that several processes of a demonstration understand each other's sessions.
    return DEMO_SECRET if demo or testing else None


def _attachments(given: Mapping[str, Any], data_dir: Path) -> Path | None:
    """Several hosts share a database and no folder: so with one they share attachments too, unless told otherwise."""
    url = _database(str(given.get("DATABASE_URL") or ""), data_dir)
    place = str(given.get("ATTACHMENTS") or ("folder" if url.startswith("sqlite") else "database")).strip().lower()
    if place not in {"folder", "database"}:
        raise SettingsRefused(f"ATTACHMENTS 只能是 folder 或 database，现在是“{place}”。")
    return data_dir / "attachments" if place == "folder" else None


def _fonts(folder: str) -> Path | None:
    if folder and not Path(folder).is_dir():
        raise SettingsRefused(f"FONTS_DIR 指定的文件夹“{folder}”不存在。")
    return Path(folder).resolve() if folder else None


def _public_url(given: Mapping[str, Any]) -> str:
    url = str(given.get("PUBLIC_URL") or "").strip().rstrip("/")
    where = urlsplit(url)
    if url and (where.scheme not in {"http", "https"} or not where.hostname or where.query or where.fragment):
        raise SettingsRefused(f"PUBLIC_URL 应为 http:// 或 https:// 开头的网址，现在是“{url}”。")
    return url


def _database(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'jiangxin.db'}"
    # What hosts hand out names no driver, and the default one is not ours.
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite://", "postgresql+psycopg://")):
        raise SettingsRefused("DATABASE_URL 只支持 SQLite（sqlite:///…）和 PostgreSQL（postgresql://…）。")
    return url


MAIL_PORTS = {"": 25, "starttls": 587, "ssl": 465}
SENDER = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def _mail(given: Mapping[str, Any]) -> Mail | None:
    text = {name: str(given.get(name) or "").strip() for name in ("MAIL_SERVER", "MAIL_FROM", "MAIL_TLS", "MAIL_USER")}
    server, tls = text["MAIL_SERVER"], text["MAIL_TLS"].lower()
    if not server:
        return None
    if tls not in MAIL_PORTS:
        raise SettingsRefused(f"MAIL_TLS 只能是 starttls、ssl 或留空，现在是“{tls}”。")
    if not SENDER.fullmatch(text["MAIL_FROM"]):
        raise SettingsRefused(f"设置了 MAIL_SERVER 就要设置 MAIL_FROM（发件邮箱），现在是“{text['MAIL_FROM']}”。")
    if text["MAIL_USER"] and not tls and server not in THIS_MACHINE:
        raise SettingsRefused("MAIL_USER 需要 MAIL_TLS=starttls 或 ssl：密码不能在没有加密的连接上传输。")
    port = _number(given, "MAIL_PORT", MAIL_PORTS[tls], 1, 65535)
    return Mail(server, port, text["MAIL_FROM"], tls, text["MAIL_USER"], str(given.get("MAIL_PASSWORD") or ""))


def _flag(given: Mapping[str, Any], name: str, default: bool = False) -> bool:
    text = str(given.get(name, "")).strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    if text:
        raise SettingsRefused(f"{name} 只能是 1 或 0，现在是“{text}”。")
    return default


def _number(given: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    text = str(given.get(name, "")).strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsRefused(f"{name} 应为 {least} 至 {most} 之间的整数，现在是“{text}”。")
    return int(text)
