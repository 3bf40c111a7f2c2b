"""The code on a paper: cannot be guessed, fits a small QR code, and can be read out and typed without mistakes."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they read like 1 and 0) and no U."""
LENGTH = 12
"""Signs: 60 bits, so that even a million papers make one hit in 10^12 guesses."""
READ_AS = str.maketrans("ILO", "110")
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """A fresh code, without hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_typed(text: str) -> str:
    """The code somebody typed: blanks and hyphens dropped, O read as 0; empty where it cannot be a code."""
    code = re.sub(r"[\s\-－—]+", "", text).upper().translate(READ_AS)
    return code if CODE.fullmatch(code) else ""


def grouped(code: str) -> str:
    """As people read it: 7K2M-9PQR-4T6W."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
