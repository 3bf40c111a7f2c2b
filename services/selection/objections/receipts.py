"""The receipt: a number, and a word without which the number opens nothing."""

import base64
import hashlib
import hmac

LETTERS = 12


def word_of(request_key: str) -> str:
    """The secret word of a filing, `ABCD-EFGH-2345`, kept nowhere; a request sent twice is told the same word."""
    letters = base64.b32encode(hashlib.sha256(f"word:{request_key}".encode()).digest()).decode()[:LETTERS]
    return "-".join(letters[i : i + 4] for i in range(0, LETTERS, 4))


def digest_of_request(request_key: str) -> str:
    """What is stored of a request's key, 64 hex letters: the key itself would give the word away."""
    return hashlib.sha256(f"request:{request_key}".encode()).hexdigest()


def digest_of_word(no: str, word: str) -> str:
    """What is stored of a word, 64 hex letters; blanks, dashes and small letters make no difference."""
    plain = "".join(c for c in word.upper() if c.isascii() and c.isalnum())
    return hashlib.sha256(f"{no}:{plain}".encode()).hexdigest()


def opens(no: str, word: str, digest: str) -> bool:
    """Whether a word is the one of this number."""
    return hmac.compare_digest(digest_of_word(no, word), digest)
