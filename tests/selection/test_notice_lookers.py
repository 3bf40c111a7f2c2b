"""A look reads the list out of the page; what it could not read it did not see."""

import hashlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from markupsafe import escape

from services.foundation.storage.types import canonical
from services.selection.public_notices import OverTheNetwork, PublicNotice, StoredList, digest_in_page
from services.selection.public_notices.lookers import COLUMNS

ITEMS = [
    {
        "title": "林静 <焊接> & 创新工作室",
        "unit": "星河机械厂",
        "lead": "林静",
        "category": "劳模",
        "recommender": "江东区",
    },
    {"title": "许㛃创新工作室", "unit": "云帆造船厂", "lead": "许㛃", "category": "", "recommender": ""},
]
NOTICE = PublicNotice(no="GS2021-001", items=ITEMS, digest=hashlib.sha256(canonical(ITEMS)).hexdigest())


def page(items=ITEMS, columns=COLUMNS):
    rows = [
        "<tr><td>1</td>" + "".join(f'<td data-column="{c}">{escape(item[c])}</td>' for c in columns) + "</tr>"
        for item in items
    ]
    other = "<table><tr><td>别的表</td></tr></table>"
    return f"<html>{other}<table><thead><tr><th>名称</th></tr></thead><tbody>{''.join(rows)}</tbody></table></html>"


def test_the_digest_of_the_list_is_read_out_of_the_page():
    assert digest_in_page(page()) == NOTICE.digest


@pytest.mark.parametrize(
    "other",
    [
        [ITEMS[0]],
        [ITEMS[1], ITEMS[0]],
        [{**ITEMS[0], "lead": "别人"}, ITEMS[1]],
        [*ITEMS, ITEMS[1]],
    ],
)
def test_another_list_has_another_digest(other):
    assert digest_in_page(page(other)) not in {None, NOTICE.digest}


def test_a_page_without_the_whole_list_shows_no_list():
    assert digest_in_page("<html><p>暂时撤下</p></html>") is None
    assert digest_in_page(page(columns=COLUMNS[:3])) is None
    assert digest_in_page("") is None


class Site:
    """A web site that answers with what it is told to."""

    def __init__(self) -> None:
        self.status, self.text, self.asked = 200, page(), ""
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked = self.path
                self.send_response(site.status)
                self.end_headers()
                self.wfile.write(site.text.encode())

            def log_message(self, *said: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_port}/base"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_page_that_is_there_is_seen_from_outside(site):
    seen = OverTheNetwork(site.url + "/").look(None, NOTICE)
    assert (seen.ok, seen.digest, site.asked) == (True, NOTICE.digest, "/base/notices/GS2021-001")
    assert site.url in seen.means and "HTTP 200" in seen.what


@pytest.mark.parametrize(
    ("status", "text", "what"),
    [
        (200, page([ITEMS[0]]), "不一致"),
        (200, "<p>维护中</p>", "没有公示名单"),
        (503, page(), "HTTP 503"),
        (404, "", "HTTP 404"),
    ],
)
def test_what_is_not_the_list_is_not_seen(site, status, text, what):
    site.status, site.text = status, text
    seen = OverTheNetwork(site.url).look(None, NOTICE)
    assert not seen.ok and what in seen.what


def test_a_house_that_does_not_answer_is_not_seen_and_nothing_is_raised():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        seen = OverTheNetwork(nobody).look(None, NOTICE)
    assert not seen.ok and seen.what.startswith("无法访问")


def test_the_look_inside_says_that_it_is_one_and_finds_a_changed_list():
    seen = StoredList().look(None, NOTICE)
    assert seen.ok and "未从外部访问" in seen.means
    changed = PublicNotice(no="GS2021-001", items=[ITEMS[1]], digest=NOTICE.digest)
    assert not StoredList().look(None, changed).ok
