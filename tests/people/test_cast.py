"""Loading a cast, and the cast of the demonstration."""

from datetime import date

import pytest
from sqlalchemy import func, select

from services.foundation.errors import Invalid
from services.people import identity
from services.people.cast import load_cast
from services.people.identity import Person, Position, passwords

SMALL = {
    "since": date(2020, 1, 1),
    "organisations": [{"code": "a", "name": "甲", "level": "unit"}],
    "people": [{"login": "alice", "name": "爱", "language": "en", "seats": [{"at": "a", "role": "office"}]}],
}


def test_loading_twice_changes_nothing(uow):
    first = load_cast(uow, SMALL, "pass the word")
    assert load_cast(uow, SMALL, "another word") == first
    assert uow.session.scalar(select(func.count()).select_from(Position)) == 1
    assert passwords.fits(uow.session.get(Person, first.people["alice"]).password_hash, "pass the word")


def test_a_larger_cast_adds_to_a_smaller_one(uow):
    load_cast(uow, SMALL)
    more = {
        "organisations": [{"code": "b", "name": "乙", "level": "unit", "parent": "a"}],
        "people": [{"login": "alice", "name": "爱", "seats": [{"at": "b", "role": "staff"}]}],
    }
    cast = load_cast(uow, more)
    roles = {seat.role for seat in identity.actor(uow, cast.people["alice"]).positions}
    assert roles == {"office", "staff"}
    assert uow.session.get(Person, cast.people["alice"]).language == "en"


def test_without_a_password_nobody_signs_in(uow):
    cast = load_cast(uow, SMALL)
    assert uow.session.get(Person, cast.people["alice"]).password_hash is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisations": [{"code": "b", "name": "乙", "level": "unit", "parent": "nowhere"}]},
        {"people": [{"login": "bob", "name": "波", "seats": [{"at": "nowhere", "role": "staff"}]}]},
    ],
)
def test_a_code_that_does_not_exist_is_refused(uow, wrong):
    with pytest.raises(Invalid, match="nowhere"):
        load_cast(uow, wrong)
