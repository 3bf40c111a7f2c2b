"""Who somebody is: persons and the positions they hold, passwords, sign-in, and the `Actor` that verbs receive."""

from .actor import Actor, PasswordToChange, Seat, StandingIn, actor, actor_by_key, persons_with_seats, require_role
from .directory import NO_PASSWORD, NO_SEAT, STOPPED, find_persons, how_many_sit, nobody_sits, positions_of
from .models import Person, Position, SignedIn
from .new_passwords import GIVEN_LASTS, OwnPasswordIsChanged, change_password, give_password
from .persons import (
    ADMINISTRATOR,
    LoginTaken,
    activate,
    appoint,
    create_person,
    deactivate,
    end_position,
    person,
    rename_person,
)
from .roles import ROLE_TITLES, role_title
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
    "ADMINISTRATOR",
    "GIVEN_LASTS",
    "NO_PASSWORD",
    "NO_SEAT",
    "ROLE_TITLES",
    "STOPPED",
    "Actor",
    "Knock",
    "LoginTaken",
    "OwnPasswordIsChanged",
    "PasswordToChange",
    "Person",
    "Position",
    "Seat",
    "SignInThrottled",
    "SignedIn",
    "StandingIn",
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
    "find_persons",
    "give_password",
    "how_many_sit",
    "nobody_sits",
    "open_door",
    "password_fits",
    "person",
    "persons_with_seats",
    "positions_of",
    "rename_person",
    "require_role",
    "role_title",
]
