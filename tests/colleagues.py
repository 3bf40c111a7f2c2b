"""The small procedure with a unit's step that allows verbs between colleagues, and a case that waits there."""

from services.casework.cases import Case
from services.casework.tasks import Task
from services.process.registry import Package
from tests.builders import Town, edited
from tests.small_procedure import package

AGREE = {"verdict": "agree", "comment": "同意推荐。"}
BOX = '<zeebe:property name="opinion_box" value="op_unit"'


def allowing(verbs: str) -> Package:
    """The small procedure, in which the unit's union may do these at its step."""
    verb = f'<zeebe:property name="verbs" value="{verbs}" />'
    return edited(package(), "procedure.bpmn", (BOX, f"{verb}{BOX}"))


def waiting_for_the_unit(town: Town, who: str = "lin") -> tuple[Case, Task]:
    """A case that waits for the unit's union."""
    case = town.open_case(who)
    town.write(case, who)
    return case, town.task("A_unit", case)
