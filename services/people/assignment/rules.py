"""Pure rules of recusal: nobody decides the own case (D-08)."""

from services.foundation.errors import NotAllowed

from ..identity import Actor


class OwnCase(NotAllowed):
    """The actor is the applicant of the case."""

    sentence = "本人申报的案卷，本人应当回避，不能办理审批。"


def own_case(actor: Actor, applicant_id: int | None) -> bool:
    """Whether the actor applied in this case."""
    return applicant_id is not None and actor.id == applicant_id


def require_not_own_case(actor: Actor, applicant_id: int | None) -> None:
    """Refuse with OwnCase an approval by the applicant, whatever positions the applicant holds."""
    if own_case(actor, applicant_id):
        raise OwnCase()
