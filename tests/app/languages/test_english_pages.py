"""With the switch at English, pages show no Chinese but names, what people typed and what a procedure says."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.languages import COOKIE, LANGUAGES
from app.languages.catalogue import HAN
from tests.app.conftest import Door
from tests.app.test_every_route import Walk, walk
from tests.app.walking import DESIGNER
from tests.cast import CAST
from tests.output.issued.conftest import DOCUMENTS, paper_package
from tests.selection import objecting
from tests.small_procedure import MANIFEST

__all__ = ["walk"]
PAGES = [
    ("nobody", "/sign-in"),
    ("nobody", "/notices"),
    ("nobody", "/notices/{notice}"),
    ("nobody", "/register"),
    ("nobody", "/verify"),
    ("nobody", "/nowhere"),
    ("applicant", "/"),
    ("applicant", "/cases/{case}"),
    ("applicant", "/tasks/{task}"),
    ("unit", "/"),
    ("unit", "/tasks/{task}"),
    ("unit", "/messages"),
    ("office", "/campaigns"),
    ("office", "/campaigns/{campaign}"),
    ("office", "/studios/{studio}"),
    ("office", "/nowhere"),
    ("auditor", "/audit"),
    ("administrator", "/calendar"),
]
# The stamp of the official form, the other language's own name, the paper a calendar comes from, what the walk wrote.
AS_IT_IS = ["中文", "盖 章", "年", "月", "日", "没有办成的事。"]
SHORT = 4  # letters; a shorter text of a procedure is a name only where it stands alone
NUMBERS = re.compile(r"[\u3400-\u9fff]+〔\d{4}〕\d+号")
SAID = re.compile(r'>([^<>]+)<|(?:title|alt|placeholder|aria-label|value|data-\w+)="([^"]+)"')


def names() -> tuple[list[str], set[str]]:
    """What stays Chinese: names, also within a sentence, and short texts of the procedures where they stand alone."""
    people = [str(row["name"]) for part in ("organisations", "people") for row in CAST[part]]
    texts = [*AS_IT_IS, *_texts([MANIFEST, DOCUMENTS])]
    for package in (objecting.package(), paper_package(documents=DOCUMENTS)):
        whole = "\n".join(body.decode("utf-8", "replace") for body in package.files.values())
        texts += re.findall(r'"((?:[^"<>\\]|\\.)*[\u3400-\u9fff](?:[^"<>\\]|\\.)*)"', whole)
    within = {*people, str(DESIGNER["name"]), "2021年批次", "2022年批次", "创新工作室", "申报表"}
    within |= {text for text in texts if len(text) >= SHORT}
    return sorted(within, key=len, reverse=True), {text for text in texts if len(text) < SHORT}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    elif isinstance(value, str) and HAN.search(value):
        yield value


def chinese_left(html: str, known: tuple[list[str], set[str]]) -> list[str]:
    """What a page says in Chinese that is no name."""
    page = re.sub(r"<(script|style)\b.*?</\1>|<head>(?=.*<title>)", "", html, flags=re.DOTALL)
    left = []
    for found in SAID.findall(page):
        whole = unescape("".join(found)).strip()
        said = NUMBERS.sub("", whole)
        for name in known[0]:
            said = said.replace(name, "")
        quoted = {*re.findall("“([^”]*)”", said)}
        for name in quoted & known[1]:
            said = said.replace(f"“{name}”", "")
        left += [whole] if HAN.search(said) and whole not in known[1] else []
    return left


def test_pages_are_english_but_for_names(walk: Walk) -> None:
    known, left = names(), {}
    for who, address in PAGES:
        walk.browsers[who].set_cookie(COOKIE, "en")
        page = walk.browsers[who].get(address.format(**walk.things)).text
        left[f"{who} {address}"] = chinese_left(page, known)
        assert '<html lang="en">' in page
    assert {where: said for where, said in left.items() if said} == {}


def test_refusals_are_english_too(walk: Walk) -> None:
    browser, token = walk.browsers["unit"], walk.tokens["unit"]
    browser.set_cookie(COOKIE, "en")
    task = f"/tasks/{walk.things['task']}"
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', browser.get(task).text))
    refused = browser.post(f"{task}/completion", data={**form, "csrf_token": token})
    assert (refused.status_code, chinese_left(refused.text, names())) == (422, [])
    assert "Please choose" in refused.text
    raced = browser.post(f"{task}/completion", data={**form, "csrf_token": token, "verdict": "agree", "seen": "0"})
    assert (raced.status_code, chinese_left(raced.text, names())) == (409, [])
    forbidden = browser.post("/messages/settings", data={"language": "xx"})
    assert (forbidden.status_code, chinese_left(forbidden.text, names())) == (400, [])


def test_chinese_is_found_where_it_is_left() -> None:
    page = '<p title="办理">林静</p><p>Of 林静</p><p>请办理</p><b>名称</b>'
    assert chinese_left(page, (["林静"], {"名称"})) == ["办理", "请办理"]


def switch(client: FlaskClient, language: str, back: str) -> Any:
    """Press the button of the other language."""
    (token,) = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[:1]
    return client.post("/language", data={"language": language, "next": back, "csrf_token": token})


def test_the_switch_is_kept_and_comes_back_to_the_page(client: FlaskClient) -> None:
    assert '<html lang="zh-CN">' in client.get("/sign-in?next=/cases").text
    answer = switch(client, "en", "/sign-in?next=/cases")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/cases")
    assert f"{COOKIE}=en" in answer.headers["Set-Cookie"] and "HttpOnly" in answer.headers["Set-Cookie"]
    page = client.get(answer.location).text
    assert '<html lang="en">' in page and LANGUAGES["zh"] in page
    switch(client, "zh", "/sign-in")
    assert '<html lang="zh-CN">' in client.get("/sign-in").text


def test_days_are_english(door: Door, town: Any) -> None:
    case = town.open_case("lin", title="林静创新工作室")
    lin = door("lin")
    assert "2021年11月2日" in lin.get(f"/cases/{case.no}").text
    lin.set_cookie(COOKIE, "en")
    page = lin.get(f"/cases/{case.no}").text
    assert "2 Nov 2021" in page and "2021年11月2日" not in page


@pytest.mark.parametrize("language", ["", "fr", "en; path=/"])
def test_an_unknown_language_is_refused(client: FlaskClient, language: str) -> None:
    answer = switch(client, language, "/")
    assert answer.status_code == 422 and "Set-Cookie" not in answer.headers
    client.set_cookie(COOKIE, "fr")
    assert '<html lang="zh-CN">' in client.get("/sign-in").text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", ""]
)
def test_the_switch_leads_nowhere_else(client: FlaskClient, elsewhere: str) -> None:
    assert switch(client, "en", elsewhere).location == "/"
