"""The locked ways to a mail server: STARTTLS and TLS with a certificate that is checked, and an account."""

import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from services.output.messages import MailServer
from services.output.messages.smtp import Letter
from tests.builders import moment
from tests.output.messages.conftest import Postbox

LETTER = Letter("1.2@house.example", "alice@mail.example", "新待办", "一句话。", moment("2021-11-03 12:00"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of its own for this machine."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    made = (folder / "certificate.pem", folder / "key.pem")
    asked = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(made[0]), "-keyout", str(made[1])]
    subprocess.run(["openssl", "req", *asked, *names], check=True, capture_output=True)
    return made


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The server's side of a certificate that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return served(certificate)


def served(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Running:
    """A server with whatever is asked of it, stopped in the end."""

    def __init__(self, **how: object) -> None:
        self.box = Postbox(free_port())
        self.controller = Controller(self.box, hostname="127.0.0.1", port=self.box.port, **how)

    def __enter__(self) -> Postbox:
        self.controller.start()
        return self.box

    def __exit__(self, *_: object) -> None:
        self.controller.stop()


def account(_server: object, _session: object, _envelope: object, _mechanism: object, given: object) -> AuthResult:
    right = (getattr(given, "login", b""), getattr(given, "password", b"")) == (b"house", b"hush")
    return AuthResult(success=right, handled=False)


def test_a_letter_goes_over_starttls(trusted: ssl.SSLContext) -> None:
    with Running(tls_context=trusted, require_starttls=True) as box:
        assert box.server(tls="starttls").carry(LETTER).sent
        assert len(box.letters) == 1
        assert not box.server().carry(LETTER).sent, "the server takes nothing in the clear"


def test_a_certificate_that_nobody_trusts_is_no_certificate(certificate: tuple[Path, Path]) -> None:
    with Running(tls_context=served(certificate), require_starttls=True) as box:
        outcome = box.server(tls="starttls").carry(LETTER)
        assert (outcome.sent, outcome.why) == (False, "与邮件服务器的加密连接不成立")
        assert box.letters == []


def test_a_letter_goes_with_the_right_account_and_with_no_other(trusted: ssl.SSLContext) -> None:
    with Running(tls_context=trusted, authenticator=account, auth_required=True) as box:
        wrong = box.server(tls="starttls", user="house", password="wrong").carry(LETTER)
        assert (wrong.sent, wrong.why, wrong.again) == (False, "邮件服务器不接受登录账号", True)
        assert box.server(tls="starttls", user="house", password="hush").carry(LETTER).sent
        assert len(box.letters) == 1


def test_a_letter_goes_over_tls_from_the_first_byte(trusted: ssl.SSLContext) -> None:
    box = Postbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ssl_context=trusted)
    controller.start()
    try:
        server: MailServer = box.server(tls="ssl")
        assert server.carry(LETTER).sent
    finally:
        controller.stop()
