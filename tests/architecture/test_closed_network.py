"""Tests stay on this machine: whoever reaches out is told so at once."""

import socket

import pytest


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as line, pytest.raises(AssertionError, match=r"stay on this machine.*192\.0\.2\.1"):
        line.connect(("192.0.2.1", 9))


def test_another_machine_cannot_even_be_looked_up() -> None:
    with pytest.raises(AssertionError, match=r"example\.invalid"):
        socket.create_connection(("example.invalid", 80))


@pytest.mark.parametrize("family_and_host", [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "localhost")])
def test_this_machine_can_be_reached(family_and_host: tuple[int, str]) -> None:
    family, host = family_and_host
    with socket.create_server(("127.0.0.1", 0), family=family) as server:
        socket.create_connection((host, server.getsockname()[1]), timeout=5).close()
