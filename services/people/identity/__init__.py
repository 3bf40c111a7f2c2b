"""Who somebody is: persons and the positions they hold, passwords, sign-in, and the `Actor` that verbs receive."""

from .actor import Actor, Seat, actor, actor_by_key, persons_with_seats, require_role
from .models import Person, Position, SignedIn
from .persons import LoginTaken, activate, appoint, change_password, create_person, deactivate, end_position, person
from .sign_in import (
    Knock,
    WrongPassword,
    begin_sign_in,
    complete_sign_in,
    end_other_sign_ins,
    end_sign_in,
    open_door,
    password_fits,
)
from .throttle import SignInThrottled

__all__ = [
    "Actor",
    "Knock",
    "LoginTaken",
    "Person",
    "Position",
    "Seat",
    "SignInThrottled",
    "SignedIn",
    "WrongPassword",
    "activate",
    "actor",
    "actor_by_key",
    "appoint",
    "begin_sign_in",
    "change_password",
    "complete_sign_in",
    "create_person",
    "deactivate",
    "end_other_sign_ins",
    "end_position",
    "end_sign_in",
    "open_door",
    "password_fits",
    "person",
    "persons_with_seats",
    "require_role",
]
