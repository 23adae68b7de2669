"""Where a run is: a function of time.

queued ─► in_progress ─► completed | incomplete | failed          after 10 minutes: expired
   ▲            └──────► requires_action                            asked to stop: cancelling ─► cancelled
   └─ outputs of tools ──┘
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any, NamedTuple

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.resources import PageQuery, Progress, Resource

EXPIRES = 600
"""Real seconds that a run may take."""
CANCELLING = 0.2
"""Simulated seconds until a run has stopped."""
WAITING = ("queued", "in_progress", "requires_action")
ACTIVE = (*WAITING, "cancelling")
"""In these a thread takes neither messages nor runs."""


class Course(NamedTuple):
    """A run at one moment."""

    run: Resource
    scale: float
    """Real seconds that a simulated one takes."""
    now: float
    """Unix seconds."""

    @property
    def status(self) -> str:
        cancelled = self.run.body["cancelled_at"]
        if cancelled is not None:
            return "cancelling" if self.now < cancelled + CANCELLING * self.scale else "cancelled"
        state = self.progress().state(min(self.now, self.expires))
        return "expired" if state in WAITING and self.now >= self.expires else state

    @property
    def active(self) -> bool:
        return self.status in ACTIVE

    @property
    def expires(self) -> float:
        """Unix seconds."""
        return self.run.created + EXPIRES

    @property
    def stopped(self) -> float:
        """Unix seconds at which it was stopped; infinity: it was not."""
        cancelled: float | None = self.run.body["cancelled_at"]
        if cancelled is not None:
            return cancelled
        return self.expires if self.status == "expired" else inf

    @property
    def reached(self) -> float:
        """Unix seconds up to which something happened."""
        return min(self.now, self.stopped)

    @property
    def turns(self) -> list[Mapping[str, Any]]:
        """What it did so far, the last of it maybe not to the end."""
        found: list[Mapping[str, Any]] = self.run.body["turns"]
        return found

    def progress(self, turn: int = -1) -> Progress:
        """Of one of its turns."""
        facts = self.turns[turn]
        phases = (("queued", facts["queued"]), ("in_progress", facts["seconds"]))
        return Progress(facts["began"], self.scale, phases, facts["ends"])

    def starts(self, turn: int) -> float:
        """Unix seconds at which a turn leaves the queue."""
        return self.progress(turn).entered()["in_progress"]

    @property
    def ended(self) -> float:
        """Unix seconds at which it came to its last state; infinity: it did not."""
        match self.status:
            case "cancelled":
                return float(self.run.body["cancelled_at"] + CANCELLING * self.scale)
            case "expired":
                return self.expires
            case "completed" | "incomplete" | "failed":
                return self.progress().ends
        return inf


def course_of(run: Resource, context: Context) -> Course:
    """The run as it is now."""
    services = context.services
    return Course(run, services.cluster.time.scale, services.clock.wall())


def active_run(thread: Resource, context: Context) -> Resource | None:
    """The run that keeps `thread` busy. Only the latest can."""
    latest = context.services.resources.page(thread.owner, "thread.run", PageQuery(1), thread.id).items
    return latest[0] if latest and course_of(latest[0], context).active else None
