"""What people may do with a task besides completing it: words in the property `verbs` of its element.

None of them changes the way through the diagram: a level is neither added nor passed over by any.
"""

from services.foundation.errors import Conflict, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person

from .models import Task

TRANSFER, DELEGATE, ADD_SIGNER, CC, TAKE_BACK, BATCH = "transfer", "delegate", "add_signer", "cc", "take_back", "batch"
VERBS = {
    TRANSFER: "转办",
    DELEGATE: "委派",
    ADD_SIGNER: "加签",
    CC: "抄送",
    TAKE_BACK: "拿回",
    BATCH: "批量办理",
}
"""Every word, and what the button says."""


class NotOfferedHere(Conflict):
    """The diagram does not allow this at this step."""


def offers(task: Task, verb: str) -> bool:
    """Whether the diagram allows a verb at a task."""
    return verb in VERBS and verb in str(task.properties.get("verbs") or "").split()


def require_offered(task: Task, verb: str) -> None:
    """Raises NotOfferedHere."""
    if not offers(task, verb):
        raise NotOfferedHere(f"“{task.name}”这个环节不能{VERBS.get(verb, '这样办理')}。")


def colleague(uow: UnitOfWork, actor: Actor, person_id: int, applicant_id: int | None) -> Person:
    """Somebody else to turn to. Raises NotFound, Conflict where it is oneself or whose case it is."""
    found = uow.session.get(Person, person_id)
    if found is None or not found.active:
        raise NotFound("没有这个人，或者已经停用。")
    if found.id == actor.id:
        raise Conflict("请选择本人以外的人。")
    if found.id == applicant_id:
        raise Conflict(f"{found.name}是本案卷的申报人，应当回避。")
    return found
