"""Where everything has to be there, what is lacking fails; elsewhere it skips with its reason."""

import pytest

from tests.needs import lacking


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_what_is_lacking_fails_on_the_build_server_alone(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="没有浏览器"):
        lacking("没有浏览器")
