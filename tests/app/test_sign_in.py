"""Signing in and out, and what a session is worth."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import session
from flask_wtf.csrf import generate_csrf

from app import access
from services.foundation.clock import SystemClock
from services.foundation.errors import NotAllowed
from services.people import identity
from services.people.cast import load_cast
from services.people.identity import throttle

from .conftest import CAST, PASSWORD, sign_in, token


@pytest.fixture
def app(app):
    @app.get("/desk")
    @access.require_actor
    def desk():
        return access.present_actor().name

    @app.post("/deed")
    def deed():
        with access.house().work() as uow:
            return access.signed_in_actor(uow).name

    return app


def test_the_right_password_leads_to_the_inbox_and_the_actor_is_known_from_then_on(client):
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/desk").text == "爱丽丝"
    assert client.post("/deed", data={"csrf_token": token_of(client)}).text == "爱丽丝"


def token_of(client):
    """A form token for somebody signed in, to whom the sign-in page is not shown."""
    with client.application.test_request_context():
        made = generate_csrf()
        raw = session["csrf_token"]
    with client.session_transaction() as kept:
        kept["csrf_token"] = raw
    return made


def test_a_guest_is_sent_to_the_sign_in_page_and_comes_back(client):
    answer = client.get("/desk?year=2021&a=b")
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert 'name="next" value="/desk?year=2021&amp;a=b"' in page.text
    assert sign_in(client, next="/desk?year=2021").location == "/desk?year=2021"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "evil", "", "javascript:x()"],
)
def test_nobody_is_sent_to_a_foreign_address(client, target):
    assert sign_in(client, next=target).location == "/"


def test_a_wrong_password_keeps_the_login_shows_a_sentence_and_never_the_password(client):
    answer = sign_in(client, password="wrong-secret")
    assert answer.status_code == 422
    assert "登录名或密码不正确。" in answer.text
    assert 'value="alice"' in answer.text
    assert "wrong-secret" not in answer.text


def test_what_was_typed_as_login_is_shown_as_text(client):
    assert "<script>x" not in sign_in(client, login='"><script>x</script>', password="wrong").text


def test_too_many_tries_are_told_when_to_come_back_though_each_was_refused(client):
    for _ in range(throttle.TRIES_PER_LOGIN):
        assert sign_in(client, password="wrong").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "请于 12:15 之后再试" in answer.text
    assert answer.headers["Retry-After"] == "901"


def test_the_form_needs_its_token(client):
    answer = client.post("/sign-in", data={"login": "alice", "password": PASSWORD})
    assert answer.status_code == 400
    assert "刷新" in answer.text
    assert client.get("/desk").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_foreign_pages(client):
    cookie = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_in_production_the_cookie_travels_over_https_alone(make_app):
    app = make_app(SESSION_COOKIE_SECURE="1")
    cookie = app.test_client().get("/sign-in", base_url="https://jiangxin.example").headers["Set-Cookie"]
    assert "Secure" in cookie


def test_what_stood_in_the_session_before_does_not_survive_the_sign_in(client):
    before = token(client)
    with client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
        planted = kept["csrf_token"]
    sign_in(client)
    with client.session_transaction() as kept:
        assert "planted" not in kept
        assert kept.get("csrf_token") != planted
    assert client.post("/deed", data={"csrf_token": before}).status_code == 400


def test_signing_out_ends_the_key_so_that_a_copied_cookie_is_worth_nothing(client, app):
    sign_in(client)
    copied = client.get_cookie("jiangxin").value
    answer = client.post("/sign-out", data={"csrf_token": token_of(client)})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert client.get("/desk").status_code == 303
    thief = app.test_client()
    thief.set_cookie("jiangxin", copied)
    assert thief.get("/desk").status_code == 303


def test_nobody_is_signed_out_by_a_link(client):
    sign_in(client)
    answer = client.get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert client.get("/desk").text == "爱丽丝"


def test_a_sign_in_lasts_twelve_hours_by_the_machines_clock_not_by_the_houses(client, app, monkeypatch):
    sign_in(client)
    app.house.clock.set(app.house.clock.now() + timedelta(days=300))
    assert client.get("/desk").text == "爱丽丝"
    later = datetime.now(UTC) + timedelta(hours=12, seconds=1)
    monkeypatch.setattr(SystemClock, "now", lambda _self: later)
    assert client.get("/desk").status_code == 303


def test_who_is_stopped_is_out_with_the_next_click(client, app):
    sign_in(client)
    with app.house.work() as uow:
        identity.deactivate(uow, None, 1)
    assert client.get("/desk").status_code == 303


def test_a_cookie_that_was_not_signed_by_us_says_nothing(client, app):
    other = app.test_client()
    other.set_cookie("jiangxin", "eyJrZXkiOiJ4Iiwic2luY2UiOjF9.aaaaaa.bbbbbbbbbbb")
    assert other.get("/desk").status_code == 303


def test_whoever_is_signed_in_is_not_asked_again(client):
    sign_in(client)
    assert client.get("/sign-in?next=/desk").location == "/desk"


def test_a_caller_with_a_bearer_token_is_not_helped_by_a_cookie(client):
    sign_in(client)
    assert client.post("/deed", headers={"Authorization": "Bearer x"}).status_code == 401


def test_one_may_be_somebody_else_by_a_click_in_the_demonstration_only(make_app, tmp_path):
    for number, (settings, allowed) in enumerate(
        (({"DEMO": "1", "TESTING": "0"}, True), ({"TESTING": "0", "SECRET_KEY": "x"}, False))
    ):
        app = make_app(DATA_DIR=tmp_path / str(number), **settings)
        with app.house.work() as uow:
            bob = load_cast(uow, CAST).people["bob"]
        with app.test_request_context():
            if allowed:
                access.sign_in_as(bob)
                assert access.present_actor().name == "鲍勃"
                access.sign_out()
                assert access.present_actor() is None
            else:
                with pytest.raises(NotAllowed):
                    access.sign_in_as(bob)


def test_behind_a_proxy_the_callers_own_address_is_counted(make_app, monkeypatch):
    app = make_app(TRUSTED_PROXIES="1")
    seen = []
    monkeypatch.setattr(throttle, "address_key", lambda address: seen.append(address) or "k")
    client = app.test_client()
    form = {"login": "x", "password": "y", "csrf_token": token(client)}
    client.post("/sign-in", data=form, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert seen[0] == "198.51.100.7"
