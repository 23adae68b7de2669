"""What a session is about to say, and when: several tasks, each with its own time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.steps import Close, Wait

Event = dict[str, Any]
"""What the server says, under the names of today."""
Said = Event | Wait | Close
Telling = Iterator[Said]


class Task:
    """Something that is said bit by bit."""

    __slots__ = ("due", "steps")

    def __init__(self, steps: Telling, due: float) -> None:
        self.steps, self.due = steps, due
        """When its next step is wanted, by the clock."""


class Agenda:
    """Of several tasks that are due, the one that was due first goes on."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._tasks: list[Task] = []

    def start(self, steps: Telling, after: float = 0.0) -> Task:
        """Let `steps` be said, from `after` seconds on."""
        task = Task(steps, self.clock.now() + after)
        self._tasks.append(task)
        return task

    def stop(self, task: Task | None) -> None:
        """It says nothing more. What has stopped may be stopped again."""
        if task in self._tasks:
            self._tasks.remove(task)
            close(task.steps)

    def hasten(self, task: Task) -> None:
        """Its next step is wanted now."""
        task.due = min(task.due, self.clock.now())

    def wait(self) -> float | None:
        """Seconds until something is due; None: nothing ever is."""
        return min(task.due for task in self._tasks) - self.clock.now() if self._tasks else None

    def pull(self) -> Said | None:
        """The next step of what is due first; None: there is nothing to be said of it."""
        task = min(self._tasks, key=lambda task: task.due)
        step = next(task.steps, None)
        if step is None:
            self.stop(task)
        elif isinstance(step, Wait) and step.seconds > 0:
            task.due += step.seconds
            return None
        return step

    def close(self) -> None:
        """Free what tasks hold."""
        for task in [*self._tasks]:
            self.stop(task)


def close(steps: Telling) -> None:
    """Free what a generator holds."""
    getattr(steps, "close", bool)()
