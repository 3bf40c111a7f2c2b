"""A refusal becomes a status and a sentence: a page for people, JSON for programs."""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from services.foundation import errors

FAMILIES = [
    (errors.NotAllowed, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.Invalid, 422),
    (errors.TooMany, 429),
    (errors.Refusal, 400),
]
OURS = [
    (StaleDataError("x"), 409),
    (IntegrityError("secret sql", {}, Exception()), 409),
    (OperationalError("secret sql", {}, Exception()), 503),
    (errors.Faulty("环节 T1 的表达式有误。"), 500),
    (ZeroDivisionError("secret detail"), 500),
]


@pytest.fixture
def app(make_app):
    app = make_app(TESTING="0", SECRET_KEY="x")

    @app.get("/fails", defaults={"api": ""})
    @app.get("/<path:api>/fails")
    def fails(api):
        raise app.to_raise

    @app.post("/api/v1/things")
    def things():
        return {}

    return app


def answer(app, what, path="/fails", **headers):
    app.to_raise = what
    return app.test_client().get(path, headers={name.replace("_", "-"): text for name, text in headers.items()})


@pytest.mark.parametrize(("family", "status"), FAMILIES)
def test_every_family_has_its_status_as_a_page_and_as_json(app, family, status):
    refusal = family("这件事现在不能办。", fields={"amount": "应为正数。"})
    page = answer(app, refusal)
    assert page.status_code == status
    assert page.mimetype == "text/html"
    assert "这件事现在不能办。" in page.text
    assert "应为正数。" in page.text
    told = answer(app, refusal, "/api/v1/fails")
    assert told.status_code == status
    assert told.json == {"message": "这件事现在不能办。", "fields": {"amount": "应为正数。"}}


def test_a_family_member_has_the_status_of_its_family(app):
    class Closed(errors.Conflict):
        sentence = "任务已办结。"

    assert answer(app, Closed()).status_code == 409


def test_a_guest_is_redirected_where_that_makes_sense_and_told_where_not(app):
    assert answer(app, errors.NotSignedIn()).location == "/sign-in?next=/fails"
    told = answer(app, errors.NotSignedIn(), "/api/v1/fails")
    assert (told.status_code, told.json["message"]) == (401, "请先登录。")
    part = answer(app, errors.NotSignedIn(), HX_Request="true")
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/sign-in")
    assert part.mimetype == "text/html"


def test_an_htmx_request_gets_html(app):
    assert answer(app, errors.Invalid(), HX_Request="true").mimetype == "text/html"


@pytest.mark.parametrize(("error", "status"), OURS)
def test_what_breaks_says_that_nothing_was_done_and_shows_no_insides(app, error, status):
    for path in ("/fails", "/api/v1/fails"):
        page = answer(app, error, path)
        assert page.status_code == status
        assert "secret" not in page.text


def test_an_error_of_ours_can_be_found_in_the_log_by_its_number(app, caplog):
    told = answer(app, ZeroDivisionError("secret detail"), "/api/v1/fails")
    assert len(told.json["reference"]) == 8
    assert told.json["reference"] in caplog.text
    assert "secret detail" in caplog.text


def test_a_fault_in_a_diagram_names_it(app):
    assert "环节 T1 的表达式有误。" in answer(app, errors.Faulty("环节 T1 的表达式有误。")).text


def test_an_error_page_asks_nothing_of_a_broken_database(app, monkeypatch):
    def broken():
        raise OperationalError("no", {}, Exception())

    monkeypatch.setattr(app.house, "reading", broken)
    client = app.test_client()
    with client.session_transaction() as session:
        session["key"], session["since"] = "x", 9_999_999_999
    app.to_raise = OperationalError("no", {}, Exception())
    page = client.get("/fails")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"


def test_a_broken_frame_does_not_swallow_the_sentence(app, monkeypatch):
    def broken(*_args, **_more):
        raise KeyError("manifest")

    monkeypatch.setattr("app.errors.render_template", broken)
    page = answer(app, errors.Conflict("<任务>已办结。"))
    assert page.status_code == 409
    assert "&lt;任务&gt;已办结。" in page.text


def test_an_unknown_address_is_answered_in_chinese(app):
    page = app.test_client().get("/no/such/page")
    assert page.status_code == 404
    assert "没有找到" in page.text
    assert app.test_client().get("/api/v1/none").json["message"].startswith("没有找到")


def test_a_wrong_method_is_told_the_right_one(app):
    page = app.test_client().delete("/healthz")
    assert page.status_code == 405
    assert "GET" in page.headers["Allow"]
    assert page.mimetype == "text/html"


def test_too_large_a_body_is_refused_in_words(make_app):
    app = make_app(BODY_LIMIT_MB="1", CSRF="0")
    page = app.test_client().post("/sign-in", data={"login": "x" * 1_200_000})
    assert page.status_code == 413
    assert "过大" in page.text
