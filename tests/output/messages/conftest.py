"""A real mail server on this machine, and a town whose people read their mail there."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from services.output.messages import Choice, MailServer, choose
from tests.builders import Town


@dataclass
class Postbox:
    """What arrived at the server, and what it is to answer: `refuse` by recipient, `says` to the whole letter."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    says: str = "250 OK"
    controller: Controller | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.says.startswith("250"):
            self.to += envelope.rcpt_tos
            self.letters.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return self.says

    def up(self) -> None:
        """Let the server answer."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def down(self) -> None:
        """Let nobody answer there."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def server(self, **more: Any) -> MailServer:
        """How the house reaches it."""
        return MailServer("127.0.0.1", "no-reply@house.example", self.port, **more)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that is up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box = Postbox(free.getsockname()[1])
    box.up()
    yield box
    box.down()


def with_mail(town: Town, box: Postbox | None, **choices: Any) -> Town:
    """Everybody named gets an address; `login=Choice(...)` chooses more."""
    town.house.wiring = replace(
        town.house.wiring, post=box.server() if box else None, public_url="https://house.example"
    )
    for login, choice in choices.items():
        with town.house.work() as uow:
            choose(uow, town.who(uow, login), choice or Choice(f"{login}@mail.example"))
    return town


@pytest.fixture
def mail_town(town: Town, postbox: Postbox) -> Town:
    """安丽 and 林静 read mail; 包博 does not."""
    return with_mail(town, postbox, alice=None, lin=None)


@pytest.fixture
def either_mail_town(either_town: Town, postbox: Postbox) -> Town:
    """The same on both databases."""
    return with_mail(either_town, postbox, alice=None, lin=None)
