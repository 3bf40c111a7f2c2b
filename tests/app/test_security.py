"""What every answer carries."""

import re

import pytest

from .conftest import sign_in


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in policy.split(";")}


@pytest.mark.parametrize("path", ["/sign-in", "/healthz", "/no/such/page"])
def test_every_answer_is_hardened(client, path):
    answer = client.get(path)
    policy = directives(answer)
    assert policy["script-src"] == ["'self'"]
    assert policy["object-src"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == policy["form-action"] == policy["default-src"] == ["'self'"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_page_of_ours_needs_an_inline_script(client):
    for path in ("/sign-in", "/no/such/page"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"\son\w+=", page)


def test_https_is_remembered_where_it_is_used(client):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    assert "Strict-Transport-Security" in client.get("/healthz", base_url="https://x.example").headers


def test_a_changing_request_needs_a_token_or_a_bearer(app, client):
    @app.post("/api/v1/things")
    def things():
        return {"done": True}

    sign_in(client)
    refused = client.post("/api/v1/things")
    assert (refused.status_code, "刷新" in refused.json["message"]) == (400, True)
    assert client.post("/api/v1/things", headers={"Authorization": "Bearer x"}).json == {"done": True}
