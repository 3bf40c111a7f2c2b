"""Somebody with a browser that runs no script: signs in, opens a task, hands it in."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.hosts.machines import hidden


@dataclass(frozen=True)
class Answer:
    """Status and page."""

    status: int
    page: str


class Visitor:
    """One person's browser, on one of the house's web servers; it keeps its connection and its cookies."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._cookies: dict[str, str] = {}

    def sign_in(self, login: str, password: str) -> "Visitor":
        """Fill in the form on the sign-in page."""
        page = self.get("/sign-in").page
        answer = self.post("/sign-in", {"login": login, "password": password, "csrf_token": hidden("csrf_token", page)})
        assert answer.status in {302, 303}, answer
        return self

    def in_another_window(self) -> "Visitor":
        """The same browser over another connection."""
        other = Visitor(self._address)
        other._cookies = dict(self._cookies)
        return other

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """A form."""
        return self._ask("POST", path, urlencode(fields))

    def opened(self, task_id: int) -> dict[str, str]:
        """Open a task; returns what its form would send for "同意"."""
        page = self.get(f"/tasks/{task_id}").page
        kept = {name: hidden(name, page) for name in ("csrf_token", "seen", "request_key")}
        return {**kept, "verdict": "agree"}

    def hand_in(self, task_id: int, fields: Mapping[str, str]) -> Answer:
        """Press the button."""
        return self.post(f"/tasks/{task_id}/completion", fields)

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except ConnectionError:  # an idle connection may be closed at any time: ask once more
            self._connection.close()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        page = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return Answer(answer.status, page)
