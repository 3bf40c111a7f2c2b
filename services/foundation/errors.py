"""Refusals: each is named after its situation and carries the sentence the person will read.

Rooms derive their own from the five families below; `app/errors.py` gives each family its status.
"""


class Refusal(Exception):
    """The house says no, in one Chinese sentence; `fields` names what is at fault, by field."""

    sentence = "操作未能完成。"

    def __init__(self, sentence: str | None = None, *, fields: dict[str, str] | None = None) -> None:
        self.sentence = sentence or self.sentence
        self.fields = fields or {}
        super().__init__(self.sentence)


class NotSignedIn(Refusal):
    """Nobody is signed in, and the deed needs somebody."""

    sentence = "请先登录。"


class NotAllowed(Refusal):
    """The person may not do this."""

    sentence = "您没有办理此事的权限。"


class NotFound(Refusal):
    """There is no such thing, or the person may not know of it."""

    sentence = "没有找到您要的内容。"


class Conflict(Refusal):
    """Somebody was faster, or the moment has passed."""

    sentence = "内容已被他人更新，请刷新后再办理。"


class Invalid(Refusal):
    """What was handed in does not fit; `fields` says where."""

    sentence = "填写的内容有误，请按提示修改。"


class TooMany(Refusal):
    """Too many tries in too short a time."""

    sentence = "操作过于频繁，请稍后再试。"


class Faulty(Exception):
    """Something in a diagram, a table or a job went wrong: no person's fault, so it becomes an incident."""
