"""One small page that holds a form, served as the house serves it, in front of a real Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask, jsonify, render_template_string, request
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from app import assets, languages, security
from services.process.forms import AnswersIncomplete, asked, checked, pressed, read_submitted, starting
from tests.needs import lacking
from tests.process.forms.sample import DEFECTS, LEAD, MEMBERS, VERDICT, field, form

ROOT = Path(__file__).resolve().parents[2]
BUILT = (ROOT / "app" / "static" / "dist" / "manifest.json").exists()
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
CLAUSES = {"LN-4.1": {"article": "四", "text": "退回补正的，须逐条写明。"}}
SHARED = {"count": "no_spaces", "count_group": "material"}
FORM = form(
    VERDICT,
    DEFECTS,
    LEAD,
    MEMBERS,
    field("textarea", "team", "团队", properties={**SHARED, "count_limit": "10"}),
    field("textarea", "place", "条件", properties=SHARED),
)
PAGE = """{% extends "base.html" %}
{% from "forms/sheet.html" import fields, answers %}
{% block title %}填写{% endblock %}
{% block content %}
<h1>填写</h1>
{% if done %}<p id="done">已提交</p>{{ answers(sheet, clauses) }}{% else %}
<form id="form" method="post" action="/form" data-draft="/draft" novalidate>
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
  {{ fields(sheet, clauses) }}
  <button class="btn btn-primary" type="submit" data-confirm="确定提交吗？">提交</button>
  <span data-draft-state role="status"></span>
</form>
<button id="ask" type="button" hx-post="/echo" hx-target="#told">问</button><p id="told"></p>
{% endif %}
{% endblock %}"""
DIAGRAM = """{% extends "base.html" %}
{% block title %}流程图{% endblock %}
{% block styles %}<link rel="stylesheet" href="{{ asset('diagram.css') }}">{% endblock %}
{% block scripts %}<script type="module" src="{{ asset('diagram.js') }}"></script>{% endblock %}
{% block content %}<h1>流程图</h1>
<div data-diagram="/diagram.bpmn" data-passed="start" data-current="fill fill" data-late="check"
  aria-label="流程图"></div>
{% endblock %}"""
BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" targetNamespace="t">
 <process id="p"><startEvent id="start" name="开始"/><userTask id="fill" name="填写申报表"/>
  <userTask id="check" name="初步审核"/></process>
 <di:BPMNDiagram><di:BPMNPlane bpmnElement="p">
  <di:BPMNShape bpmnElement="start"><dc:Bounds x="100" y="100" width="36" height="36"/></di:BPMNShape>
  <di:BPMNShape bpmnElement="fill"><dc:Bounds x="200" y="80" width="100" height="80"/></di:BPMNShape>
  <di:BPMNShape bpmnElement="check"><dc:Bounds x="400" y="80" width="100" height="80"/></di:BPMNShape>
 </di:BPMNPlane></di:BPMNDiagram></definitions>"""


def small_house() -> Flask:
    """Our frame, our security headers and one form; nothing else of the house."""
    house = Flask("app", root_path=str(ROOT / "app"))
    house.config.update(SECRET_KEY="only for tests", DRAFTS=[])
    security.install(house)
    assets.install(house)
    languages.install(house)
    house.jinja_env.globals["present_actor"] = lambda: None
    house.jinja_env.filters["moment"] = str
    house.add_url_rule("/sign-in", "sign_in.show", str)
    house.add_url_rule("/verify", "verify.ask", str)
    house.add_url_rule("/language", "language.choose", str, methods=["POST"])
    house.add_url_rule("/sign-out", "sign_in.sign_out", str, methods=["POST"])

    def page(values: dict[str, Any], errors: dict[str, str] | None = None, done: bool = False) -> str:
        sheet = asked(FORM, values, errors=errors, readonly=done)
        return render_template_string(PAGE, sheet=sheet, clauses=CLAUSES, done=done)

    @house.get("/form")
    def show() -> str:
        return page(starting(FORM, {}))

    @house.post("/form")
    def hand_in() -> Any:
        again = pressed(FORM, request.form)
        if again is not None:
            return page(again)
        typed = read_submitted(FORM, request.form)
        try:
            return page(checked(FORM, typed), done=True)
        except AnswersIncomplete as refusal:
            return page(typed, refusal.fields), 422

    @house.post("/draft")
    def draft() -> Any:
        house.config["DRAFTS"].append(read_submitted(FORM, request.form))
        return jsonify(saved="2021年11月3日 09:06")

    @house.post("/echo")
    def echo() -> str:
        return "收到" if request.headers.get("X-CSRFToken") else "没有令牌"

    house.add_url_rule("/diagram", "diagram", lambda: render_template_string(DIAGRAM))
    house.add_url_rule("/diagram.bpmn", "bpmn", lambda: house.response_class(BPMN, mimetype="application/xml"))
    return house


@pytest.fixture(scope="session")
def house() -> Flask:
    if not BUILT:
        lacking("前端尚未构建（npm ci && npm run build）")
    return small_house()


@pytest.fixture(scope="session")
def address(house: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)


# Of a module, not of the session: the tests of another room drive a browser too, and only one may run in a process.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        lacking("没有安装 chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    fresh = chromium.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab whose console must stay silent: a script or style that the policy refuses would speak there."""
    said: list[str] = []
    tab = context.new_page()
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    yield tab
    assert [text for text in said if "status of 422" not in text] == []
