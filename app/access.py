"""Who calls. The session holds one random key; what it opens is asked of the database, in the verb's own transaction.

Our own sixty lines and not Flask-Login: its `current_user` is one object per request, loaded outside the unit of work
that will change something, and it invites every layer to reach for it. Here a verb receives its `Actor`, read in the
same transaction as everything it checks. The key's row also makes signing out real: a copied cookie is worthless.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from flask import Flask, current_app, g, request, session

from services.foundation.clock import SystemClock
from services.foundation.errors import NotAllowed, NotSignedIn
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people import identity
from services.people.identity import Actor

from .security import carries_bearer

if TYPE_CHECKING:
    from . import Jiangxin

KEY, SINCE = "key", "since"
P = ParamSpec("P")
R = TypeVar("R")


def install(app: Flask) -> None:
    """Templates may ask `present_actor()`."""
    app.jinja_env.globals["present_actor"] = present_actor


def application() -> "Jiangxin":
    """The application that answers this request."""
    return cast("Jiangxin", current_app._get_current_object())  # type: ignore[attr-defined]


def house() -> House:
    """The house that answers this request."""
    return application().house


def sign_in(login: str, password: str) -> None:
    """Sign a person in by password. Refuses with WrongPassword or SignInThrottled.

    Two short transactions around the slow check: the try stays counted though it is refused, and nobody waits for it.
    """
    with house().work() as uow:
        knock = identity.begin_sign_in(uow, login, request.remote_addr or "")
    if knock.refusal is not None:
        raise knock.refusal
    if not identity.password_fits(knock, password):
        raise identity.WrongPassword()
    with house().work() as uow:
        key = identity.complete_sign_in(uow, knock)
    _leave()
    _remember(key)


def sign_in_as(person_id: int) -> None:
    """Be somebody else, without a password. Exists in the demonstration and in tests only."""
    settings = application().settings
    if not (settings.demo or settings.testing):
        raise NotAllowed()
    with house().work() as uow:
        key = identity.open_door(uow, identity.actor(uow, person_id).id)
    _leave()
    _remember(key)


def sign_out() -> None:
    """End this browser's sign-in, here and in the database."""
    _leave()
    session.clear()
    g.pop("present_actor", None)


def current_key() -> str | None:
    """The key this browser holds, None if it holds none or has held it too long.

    The age is counted by the machine's clock: the demonstration's clock jumps by months.
    """
    key, since = session.get(KEY), session.get(SINCE)
    if not isinstance(key, str) or not isinstance(since, int):
        return None
    return key if _second() - since < current_app.permanent_session_lifetime.total_seconds() else None


def signed_in_actor(uow: UnitOfWork) -> Actor:
    """The actor of this request, read in the given transaction. Refuses with NotSignedIn."""
    # A caller with a bearer token is checked for no form token, so the cookie must not speak for them.
    key = None if carries_bearer() else current_key()
    if key is None:
        raise NotSignedIn()
    return _settled(identity.actor_by_key(uow, key))


def present_actor() -> Actor | None:
    """The actor of this request for showing, None for a guest. Read once; verbs take `signed_in_actor`."""
    if "present_actor" not in g:
        g.present_actor = _read_actor()
    return cast("Actor | None", g.present_actor)


def require_actor(view: Callable[P, R]) -> Callable[P, R]:
    """Let only signed-in people see a page: a guest is sent to the sign-in page and comes back."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = present_actor()
        if actor is None:
            raise NotSignedIn()
        _settled(actor)
        return view(*args, **kwargs)

    return guarded


def actor_with_any_password(uow: UnitOfWork) -> Actor:
    """The actor even while the password is one to change: for the page where it is changed, and no other."""
    key = None if carries_bearer() else current_key()
    if key is None:
        raise NotSignedIn()
    return identity.actor_by_key(uow, key)


def _settled(actor: Actor) -> Actor:
    if actor.must_change_password:
        raise identity.PasswordToChange()
    return actor


def _read_actor() -> Actor | None:
    if current_key() is None:
        return None
    try:
        with house().reading() as uow:
            return actor_with_any_password(uow)
    except NotSignedIn:
        return None


def _remember(key: str) -> None:
    # An emptied session: whatever somebody planted in this browser before the sign-in is gone, form tokens too.
    session.clear()
    session.permanent = True
    session[KEY], session[SINCE] = key, _second()
    g.pop("present_actor", None)


def _leave() -> None:
    key: Any = session.get(KEY)
    if isinstance(key, str):
        with house().work() as uow:
            identity.end_sign_in(uow, key)


def _second() -> int:
    return int(SystemClock().now().timestamp())
