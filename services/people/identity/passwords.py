"""Passwords: argon2id, the few rules a new one must meet, and those that the house gives."""

import secrets
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.foundation.errors import Invalid

from .first_guesses import FIRST_GUESSES

SHORTEST, LONGEST = 8, 128
# Read aloud over the telephone and copied from a screen: no letter or digit that looks like another.
GIVEN_FROM = "abcdefghjkmnpqrstuvwxyz23456789"

# OWASP's smaller profile: about 25 ms here. The library's default takes 64 MiB and four threads for each try,
# with which a handful of guessers would take the machine.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    """The argon2id hash of a password, with a salt of its own."""
    return HASHER.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Whether a password belongs to a hash. Without a hash it takes the same time and says no."""
    try:
        right = HASHER.verify(password_hash or _nobodys(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None and len(password) <= LONGEST


def require_good(password: str, login: str, field: str = "password") -> None:
    """Refuse, naming `field`, a password that is too short, too long, too simple, common, or the login."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(fields={field: f"密码长度应为 {SHORTEST} 至 {LONGEST} 个字符。"})
    if password.casefold() == login.casefold() or len(set(password)) == 1:
        raise Invalid(fields={field: "密码过于简单，不能与登录名相同，也不能由同一个字符组成。"})
    if password.casefold() in FIRST_GUESSES or _runs_on(password):
        raise Invalid(fields={field: "这个密码太常见，别人一猜就中。请换一个，例如几个不相干的词连在一起。"})


def given() -> str:
    """A password for somebody else to begin with: three groups of four, about 59 bits."""
    return "-".join("".join(secrets.choice(GIVEN_FROM) for _ in range(4)) for _ in range(3))


def _runs_on(password: str) -> bool:
    """Whether each sign is the next one after, or before, the sign before: 23456789, hgfedcba."""
    steps = {ord(second) - ord(first) for first, second in pairwise(password)}
    return steps in ({1}, {-1})


@cache
def _nobodys() -> str:
    return hashed("nobody has this password")
