"""How one looks at a notice: as the public does, over the network; or in the house, and then the evidence says so.

`Wiring.looker` is one of these; None is the look at the stored list, for rehearsals and the demonstration.
"""

import hashlib
import urllib.error
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import quote

from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import PublicNotice

# The public list shows these columns and no other personal data (D-17, PROCEDURES appendix B1).
COLUMNS = ("title", "unit", "lead", "category", "recommender")
PATIENCE = 10  # seconds
LARGEST = 4_000_000


@dataclass(frozen=True)
class Seen:
    """What a look found: whether the frozen list stood there, by which means, in words, and the digest read."""

    ok: bool
    means: str
    what: str
    digest: str | None = None


class Looker(Protocol):
    """Whoever can look at a notice. Never raises: what goes wrong is what was seen."""

    def look(self, uow: UnitOfWork, notice: PublicNotice) -> Seen:
        """Look now."""
        ...


class StoredList:
    """The stored list against its digest. Proves that nobody changed it, not that anybody could read it."""

    means = "系统内部核对名单（演练，未从外部访问）"

    def look(self, uow: UnitOfWork, notice: PublicNotice) -> Seen:
        """Compare the rows with the digest frozen at posting."""
        return compared(notice, list_digest([[str(item[c]) for c in COLUMNS] for item in notice.items]), self.means, "")


class OverTheNetwork:
    """The page at the house's public address, fetched as anybody would."""

    def __init__(self, public_url: str) -> None:
        self.public_url = public_url.rstrip("/")
        self.means = f"从外部访问 {self.public_url}"

    def look(self, uow: UnitOfWork, notice: PublicNotice) -> Seen:
        """GET the page and read the list out of it."""
        address = f"{self.public_url}/notices/{quote(notice.no)}"
        request = urllib.request.Request(address, headers={"User-Agent": "jiangxin-public-notice"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                status, raw = answer.status, answer.read(LARGEST)
        except urllib.error.HTTPError as error:
            return Seen(False, self.means, f"HTTP {error.code}")
        except (OSError, ValueError) as error:  # no route, no answer, no certificate; an address that is none
            return Seen(False, self.means, f"无法访问（{type(error).__name__}）")
        return compared(notice, digest_in_page(raw.decode("utf-8", "replace")), self.means, f"HTTP {status}，")


def compared(notice: PublicNotice, digest: str | None, means: str, first: str) -> Seen:
    """What it says that a list with this digest was seen; None: no list was."""
    if digest is None:
        return Seen(False, means, f"{first}页面上没有公示名单")
    if digest != notice.digest:
        return Seen(False, means, f"{first}名单与发布时不一致", digest)
    return Seen(True, means, f"{first}名单摘要一致", digest)


def list_digest(rows: list[list[str]]) -> str:
    """The digest of a list given as cells in the order of COLUMNS."""
    return hashlib.sha256(canonical([dict(zip(COLUMNS, row, strict=True)) for row in rows])).hexdigest()


def digest_in_page(page: str) -> str | None:
    """The digest of the list as a page shows it: cells marked `data-column`, row by row. None without a list."""
    reader = _ListReader()
    reader.feed(page)
    whole = [row for row in reader.rows if row]
    if not whole or any(row.keys() != set(COLUMNS) for row in whole):
        return None
    return list_digest([[row[column] for column in COLUMNS] for row in whole])


class _ListReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[str, str]] = []
        self._column: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append({})
        elif tag == "td" and self.rows:
            self._column = dict(attrs).get("data-column")
            if self._column is not None:
                self.rows[-1][self._column] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self._column = None

    def handle_data(self, data: str) -> None:
        if self._column is not None:
            self.rows[-1][self._column] += data
