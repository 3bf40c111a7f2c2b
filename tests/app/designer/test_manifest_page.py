"""procedure.yaml is filled in as a form without script: rows come and go, and nothing typed is lost."""

import re
from html import unescape

import yaml


def cells(page):
    """What a browser would send back: every field of the page's form."""
    form = page.text[page.text.index('name="seen"') - 200 :]
    found = {}
    for tag in re.findall(r"<input[^>]+>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] not in {"csrf_token"}:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]+name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(text)
    return found


def held(ye):
    return yaml.safe_load(ye.get("{d}/files/procedure.yaml").data)


def test_saving_what_is_shown_changes_nothing_that_the_file_says(desk):
    ye = desk()
    before = held(ye)
    done = ye.post("{d}/manifest", **cells(ye.get("{d}/manifest")), deed="save")
    assert "procedure.yaml 已保存" in ye.words(done)
    assert held(ye) == before


def test_a_row_is_added_filled_and_removed_and_only_saving_stores(desk):
    ye = desk()
    before = held(ye)
    page = ye.post("{d}/manifest", **cells(ye.get("{d}/manifest")), deed="add:roles")
    number = len(before["roles"])
    typed = {**cells(page), f"roles-{number}-role": "city:approver", f"roles-{number}-title": "市总“审定”人"}
    again = ye.post("{d}/manifest", **typed, deed="add:clauses")
    assert held(ye) == before
    assert cells(again)[f"roles-{number}-title"] == "市总“审定”人"
    ye.post("{d}/manifest", **cells(again), deed="save")
    assert held(ye)["roles"][-1] == {"role": "city:approver", "title": "市总“审定”人"}
    page = ye.post("{d}/manifest", **cells(ye.get("{d}/manifest")), deed=f"remove:roles:{number}")
    ye.post("{d}/manifest", **cells(page), deed="save")
    assert held(ye) == before


def test_what_does_not_fit_is_told_and_kept_on_the_page_and_may_be_stored_all_the_same(desk):
    ye = desk()
    before, typed = held(ye), cells(ye.get("{d}/manifest"))
    wrong = ye.post("{d}/manifest", **{**typed, "-0-title": ""}, deed="save")
    assert (wrong.status_code, "procedure.yaml 缺少“title”" in ye.words(wrong)) == (422, True)
    name = next(key for key in typed if key.startswith("parameters-0-") and key.endswith("value"))
    odd = ye.post("{d}/manifest", **{**typed, name: "[1"}, deed="save")
    assert (odd.status_code, "这样写读不懂" in ye.words(odd), 'value="[1"' in odd.text) == (422, True, True)
    assert held(ye) == before
    kept = ye.post("{d}/manifest", **cells(wrong), deed="keep")
    assert "已保存" in ye.words(kept)
    assert "title" not in held(ye)


def test_it_says_that_comments_go_and_that_the_text_itself_can_be_edited(desk):
    ye = desk()
    ye.post("{d}/text/procedure.yaml", text="# 注释\nid: hill\ntitle: 甲\n", seen="1")
    shown = ye.words(ye.get("{d}/manifest"))
    assert "填表保存以后不再保留" in shown and "改原文" in shown
