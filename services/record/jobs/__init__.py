"""Work to be done later, once: the queue, who works it off, and the incidents of what could not be done."""

from .events import IncidentOpened, IncidentResolved, IncidentRetried, JobFailed
from .incidents import (
    IncidentSettled,
    NoSuchIncident,
    NothingToRetry,
    is_open,
    open_incident,
    open_incidents,
    resolve,
    retry,
)
from .models import Incident, Job, Worker
from .queue import Claimed, claim, enqueue, forget_done, next_due, release, withdraw
from .run import PAUSES, TRIES, InTwoSteps, NotYet, Ran, WorkerDied, run_due
from .standing import Standing, at_work, next_jobs, standing
from .waking import Awaited, wake
from .workers import SILENCE, last_seen, leave, report

__all__ = [
    "PAUSES",
    "SILENCE",
    "TRIES",
    "Awaited",
    "Claimed",
    "InTwoSteps",
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
    "Standing",
    "Worker",
    "WorkerDied",
    "at_work",
    "claim",
    "enqueue",
    "forget_done",
    "is_open",
    "last_seen",
    "leave",
    "next_due",
    "next_jobs",
    "open_incident",
    "open_incidents",
    "release",
    "report",
    "resolve",
    "retry",
    "run_due",
    "standing",
    "wake",
    "withdraw",
]
