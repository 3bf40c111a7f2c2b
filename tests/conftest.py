"""What holds for every test: the network is closed but for this machine, and examples are drawn in the same way."""

import os
import sys
from ipaddress import ip_address
from typing import Any

from hypothesis import HealthCheck, settings

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
