"""Pure rules of recusal: nobody decides the own case (D-08), nor does anybody in the name of whose case it is."""

from collections.abc import Iterable

from services.foundation.errors import NotAllowed

from ..identity import Actor
from .principals import acts_for


class OwnCase(NotAllowed):
    """The actor is the applicant of the case."""

    sentence = "本人申报的案卷，本人应当回避，不能办理审批。"


def own_case(actor: Actor, applicant_id: int | None, principals: Iterable[str] = ()) -> bool:
    """Whether the actor, or whom the actor stands in for at what names these principals, applied in this case."""
    if applicant_id is None:
        return False
    other = acts_for(actor, principals) if actor.standing_in else None
    return actor.id == applicant_id or (other is not None and other.person_id == applicant_id)


def require_not_own_case(actor: Actor, applicant_id: int | None, principals: Iterable[str] = ()) -> None:
    """Refuse with OwnCase an approval by the applicant, whatever positions the applicant holds."""
    if own_case(actor, applicant_id, principals):
        raise OwnCase()
