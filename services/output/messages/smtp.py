"""The way out of the house: one letter to one mail server. Knows nothing of the database; says what became of it."""

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

TIMEOUT = 10  # seconds
PRODUCT = "匠心"


@dataclass(frozen=True)
class Letter:
    """A mail as it leaves. `id` is its Message-ID without brackets: the same at every try."""

    id: str
    to: str
    headline: str
    text: str
    made_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What became of a try. `why` is for people and names no address; `again`: another try may succeed."""

    sent: bool
    why: str = ""
    again: bool = False


class Post(Protocol):
    """Whoever carries letters: the mail server, or a test's ear."""

    @property
    def domain(self) -> str:
        """The part of a Message-ID behind the @."""
        ...

    def carry(self, letter: Letter) -> Outcome:
        """Try once. Never raises."""
        ...


@dataclass(frozen=True)
class MailServer:
    """The operator's mail server. tls: "" (none), "starttls" or "ssl"."""

    host: str
    sender: str
    port: int = 25
    tls: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """The sender's."""
        return self.sender.rpartition("@")[2]

    def carry(self, letter: Letter) -> Outcome:
        """Hand the letter to the server."""
        try:
            with self._connect() as server:
                if self.tls == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(written(letter, self.sender))
        except (smtplib.SMTPException, OSError) as error:
            return what_went_wrong(error)
        except ValueError:
            return Outcome(False, "这封邮件的内容无法发送")
        return Outcome(sent=True)

    def _connect(self) -> smtplib.SMTP:
        if self.tls == "ssl":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)


def written(letter: Letter, sender: str) -> EmailMessage:
    """The letter as it goes over the line."""
    mail = EmailMessage()
    mail["From"] = f"{PRODUCT} <{sender}>"
    mail["To"] = letter.to
    mail["Subject"] = f"【{PRODUCT}】{one_line(letter.headline)}"
    mail["Date"] = format_datetime(letter.made_at)
    mail["Message-ID"] = f"<{letter.id}>"
    mail["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    mail.set_content(letter.text)
    return mail


def one_line(text: str) -> str:
    """A text that cannot end a header line, whatever was typed or drawn."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def what_went_wrong(error: Exception) -> Outcome:
    """In words for people. The server's own words may repeat the address, so they are not kept."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = max((answer[0] for answer in error.recipients.values()), default=550)
            return _refused("收件地址", code)
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError() | smtplib.SMTPHeloError():
            return _refused("这封邮件", error.smtp_code)
        case smtplib.SMTPAuthenticationError():
            return Outcome(False, "邮件服务器不接受登录账号", again=True)
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            return Outcome(False, "与邮件服务器的加密连接不成立", again=True)
        case TimeoutError():
            return Outcome(False, "邮件服务器没有应答", again=True)
        case socket.gaierror():
            return Outcome(False, "找不到邮件服务器", again=True)
        case _:
            return Outcome(False, "连接不上邮件服务器", again=True)


def _refused(what: str, code: int) -> Outcome:
    if 400 <= code < 500:
        return Outcome(False, f"邮件服务器暂不收{what}（{code}）", again=True)
    return Outcome(False, f"邮件服务器拒收{what}（{code}）")
