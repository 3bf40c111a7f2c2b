"""One verb, one transaction: the unit of work holds the session and the hour, and commits once at the edge."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ..clock import Clock
from ..events import Event
from .connection import for_reading

Reaction = Callable[["UnitOfWork", Any], None]


@dataclass(frozen=True)
class Wiring:
    """Who answers what; filled in once, in `services/wiring.py`. Each table is read by the room that owns the word.

    reactions: event class -> functions (uow, event); a class also answers for its subclasses.
    effects:   type of a BPMN service task -> handler (read by casework).
    known:     name a diagram may ask for (`campaign`, `case` ...) -> function (uow, instance) -> FEEL context.
    functions: name of a FEEL function -> function (uow) that makes it, where casework does not know its rows.
    jobs:      kind of job -> function (uow, payload), or jobs.InTwoSteps.
    subjects:  kind of subject -> function that creates one when a message starts a pool about it.
    evidence:  functions (uow, subject or None) -> rows that are not what the trail says of them (read by audit.verify).
    public_url: the address at which the public reaches the house, as papers carry it; empty where it has none.
    before_firing: functions (uow, instance), asked before a due timer fires: each may still move the clock.
    looker:    how the house looks at its own public pages; None: at its rows alone (docs/decisions/0010).
    post:      how mail leaves the house (output/messages/smtp.py); None: it has no mail server.
    attachments: where the bytes of attachments lie (casework/attachments/store.py); None: in the database.
    """

    reactions: Mapping[type[Event], Sequence[Reaction]] = field(default_factory=dict)
    effects: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    functions: Mapping[str, Callable[["UnitOfWork"], Callable[..., Any]]] = field(default_factory=dict)
    jobs: Mapping[str, Any] = field(default_factory=dict)
    subjects: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    evidence: Sequence[Callable[..., Sequence[Any]]] = ()
    public_url: str = ""
    before_firing: Sequence[Callable[..., None]] = ()
    looker: Any = None
    post: Any = None
    attachments: Any = None


class UnitOfWork:
    """A transaction under way: `session` for rows, `now` for the hour, `record` for what was done."""

    def __init__(self, session: Session, now: datetime, wiring: Wiring) -> None:
        self.session = session
        self.now = now
        self.wiring = wiring

    def record(self, event: Event) -> None:
        """Write down a deed and let everyone answer whom the wiring names, inside this transaction."""
        for kind, reactions in self.wiring.reactions.items():
            if isinstance(event, kind):
                for react in reactions:
                    react(self, event)


class House:
    """A database, a clock and the wiring: whatever opens units of work (web, worker, rehearsal, test)."""

    def __init__(self, engine: Engine, clock: Clock, wiring: Wiring) -> None:
        self.engine = engine
        self.clock = clock
        self.wiring = wiring
        self._reading = for_reading(engine)

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """A unit of work that writes: commits at the end, undoes everything on any error."""
        with Session(self.engine, expire_on_commit=False) as session:
            uow = UnitOfWork(session, self.clock.now(), self.wiring)
            yield uow
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A unit of work that only reads; whatever it changed is thrown away when the session closes."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield UnitOfWork(session, self.clock.now(), self.wiring)
