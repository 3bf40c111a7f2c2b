"""Work to be done later, once: `enqueue`, `run_due`, `next_due`, and the incidents of what could not be done."""

from .events import IncidentOpened, IncidentResolved, IncidentRetried, JobFailed
from .incidents import (
    IncidentSettled,
    NoSuchIncident,
    NothingToRetry,
    open_incident,
    open_incidents,
    resolve,
    retry,
)
from .models import Incident, Job
from .queue import Claimed, claim, enqueue, forget_done, next_due, release, withdraw
from .run import PAUSES, TRIES, NotYet, Ran, WorkerDied, run_due

__all__ = [
    "PAUSES",
    "TRIES",
    "Claimed",
    "Incident",
    "IncidentOpened",
    "IncidentResolved",
    "IncidentRetried",
    "IncidentSettled",
    "Job",
    "JobFailed",
    "NoSuchIncident",
    "NotYet",
    "NothingToRetry",
    "Ran",
    "WorkerDied",
    "claim",
    "enqueue",
    "forget_done",
    "next_due",
    "open_incident",
    "open_incidents",
    "release",
    "resolve",
    "retry",
    "run_due",
    "withdraw",
]
