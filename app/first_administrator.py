"""The word that opens the set-up page of an empty house: whoever reads the console of the machine has it.

It is computed from the secret, so that every process of the house knows it and nothing is stored; with the first
person in the house the page is gone.
"""

import hashlib
import hmac

from services.foundation.storage.unit_of_work import House
from services.people.identity import nobody_sits

from .config import Settings


def word_of(settings: Settings) -> str:
    """The word, 26 letters and digits."""
    secret = (settings.secret_key or "").encode()
    return hmac.new(secret, b"the first administrator of this house", hashlib.sha256).hexdigest()[:26]


def fits(settings: Settings, word: str) -> bool:
    """Whether somebody has the word."""
    return bool(settings.secret_key) and hmac.compare_digest(word_of(settings).encode(), word.strip().encode())


def is_wanted(house: House) -> bool:
    """Whether nobody is in the house yet."""
    with house.reading() as uow:
        return nobody_sits(uow)


def lines(house: House, settings: Settings, address: str) -> list[str]:
    """What the console says of it; nothing once somebody is there."""
    if not is_wanted(house):
        return []
    return [f"系统里还没有人员。请在浏览器打开下面的地址建立首位管理员：{address}setup?word={word_of(settings)}"]
