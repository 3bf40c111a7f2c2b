"""The door and its patience: keys, wrong passwords, throttling, signing out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.foundation.errors import NotSignedIn
from services.people import identity
from services.people.identity import passwords, throttle
from services.people.identity.models import SignedIn, SignInTries

from .conftest import HOME, NOON, PASSWORD, knock


def fail(house, times, **how):
    for _ in range(times):
        with pytest.raises(identity.WrongPassword):
            knock(house, password="wrong", **how)


def test_the_right_password_gives_a_key_that_names_the_person(house, alice):
    key = knock(house, login=" Alice ")
    with house.reading() as uow:
        who = identity.actor_by_key(uow, key)
    assert (who.id, who.name, who.positions) == (alice, "爱丽丝", ())


def test_the_table_of_keys_opens_nothing(house, alice):
    key = knock(house)
    with house.reading() as uow:
        stored = uow.session.scalar(select(SignedIn.key_digest))
        assert stored != key
        with pytest.raises(NotSignedIn):
            identity.actor_by_key(uow, stored)


def test_a_key_that_was_signed_out_opens_nothing_and_others_still_do(house, alice):
    here, there = knock(house), knock(house)
    with house.work() as uow:
        identity.end_sign_in(uow, here)
    with house.reading() as uow:
        with pytest.raises(NotSignedIn):
            identity.actor_by_key(uow, here)
        assert identity.actor_by_key(uow, there).id == alice


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer_and_the_same_work(house, alice, monkeypatch):
    hashes = []

    class Watched:
        def verify(self, password_hash, password):
            hashes.append(password_hash)
            return real.verify(password_hash, password)

        hash = staticmethod(lambda text: real.hash(text))

    real = passwords.HASHER
    monkeypatch.setattr(passwords, "HASHER", Watched())
    answers = set()
    for login in ("alice", "nobody"):
        with pytest.raises(identity.WrongPassword) as refused:
            knock(house, login=login, password="wrong")
        answers.add(refused.value.sentence)
    assert answers == {"登录名或密码不正确。"}
    assert len(hashes) == 2
    assert {text.rsplit("$", 2)[0] for text in hashes} == {hashes[0].rsplit("$", 2)[0]}, "same cost for both"


def test_even_the_password_of_nobody_does_not_let_anybody_in(house, alice):
    with pytest.raises(identity.WrongPassword):
        knock(house, login="nobody", password="nobody has this password")


def test_after_five_tries_the_door_is_closed_even_to_the_right_password_and_says_until_when(house, alice):
    fail(house, throttle.TRIES_PER_LOGIN)
    with pytest.raises(identity.SignInThrottled) as refused:
        knock(house)
    assert refused.value.sentence == "登录尝试次数过多，请于 12:15 之后再试。"
    assert refused.value.until == NOON + throttle.WINDOW


def test_when_the_window_is_over_the_door_opens(house, alice, clock):
    fail(house, throttle.TRIES_PER_LOGIN)
    clock.set(NOON + throttle.WINDOW - timedelta(seconds=1))
    with pytest.raises(identity.SignInThrottled):
        knock(house)
    clock.set(NOON + throttle.WINDOW)
    assert knock(house)


def test_a_clock_that_is_set_back_does_not_close_the_door_for_months(house, alice, clock):
    clock.set(NOON + timedelta(days=100))
    fail(house, throttle.TRIES_PER_LOGIN)
    clock.set(NOON)
    assert knock(house)


def test_the_right_password_wipes_the_tries_before_it(house, alice):
    for _ in range(3):
        fail(house, throttle.TRIES_PER_LOGIN - 1)
        assert knock(house)


def test_an_unknown_login_is_throttled_like_a_known_one(house, alice):
    fail(house, throttle.TRIES_PER_LOGIN, login="nobody")
    with pytest.raises(identity.SignInThrottled):
        knock(house, login="nobody")
    assert knock(house)


def test_one_address_may_not_try_all_logins_while_another_address_still_may(house, alice, monkeypatch):
    monkeypatch.setattr(throttle, "TRIES_PER_ADDRESS", 4)
    for number in range(4):
        fail(house, 1, login=f"guess{number}", address="2001:db8::1")
    with pytest.raises(identity.SignInThrottled):
        knock(house, address="2001:db8::ffff")
    assert knock(house, address="2001:db8:0:1::1")


def test_successes_do_not_use_up_the_patience_with_an_address(house, alice, monkeypatch):
    monkeypatch.setattr(throttle, "TRIES_PER_ADDRESS", 2)
    assert all(knock(house) for _ in range(6))


def test_the_lock_is_recorded_once_and_names_no_password_and_no_unknown_text(house, alice, recorded):
    recorded.clear()
    fail(house, throttle.TRIES_PER_LOGIN)
    fail(house, throttle.TRIES_PER_LOGIN, login="my-secret-typed-here")
    for login in ("alice", "alice", "my-secret-typed-here"):
        with pytest.raises(identity.SignInThrottled):
            knock(house, login=login)
    assert [event.sentence() for event in recorded] == [
        "爱丽丝的账号登录尝试过多，2021-11-01 12:15 前暂停登录",
        "一个不存在的登录名登录尝试过多，2021-11-01 12:15 前暂停登录",
    ]
    assert "my-secret" not in str([event.facts() for event in recorded])


def test_windows_that_are_over_are_forgotten(house, alice, clock):
    fail(house, 1, login="someone-typed-this")
    clock.set(NOON + timedelta(hours=1))
    fail(house, 1)
    with house.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(SignInTries)) == 2


def test_a_stopped_person_is_out_at_once_and_cannot_come_back(house, alice):
    key = knock(house)
    with house.work() as uow:
        identity.deactivate(uow, None, alice)
    with house.reading() as uow, pytest.raises(NotSignedIn):
        identity.actor_by_key(uow, key)
    with pytest.raises(identity.WrongPassword):
        knock(house)
    with house.work() as uow:
        identity.activate(uow, None, alice)
    assert knock(house)


def test_a_password_changed_between_knock_and_entry_closes_the_door(house, alice):
    with house.work() as uow:
        tried = identity.begin_sign_in(uow, "alice", HOME)
    assert identity.password_fits(tried, PASSWORD)
    with house.work() as uow:
        identity.change_password(uow, None, alice, new="something else")
    with house.work() as uow, pytest.raises(identity.WrongPassword):
        identity.complete_sign_in(uow, tried)


def test_a_knock_does_not_show_the_hash(house, alice):
    with house.work() as uow:
        assert "argon2" not in repr(identity.begin_sign_in(uow, "alice", HOME))
