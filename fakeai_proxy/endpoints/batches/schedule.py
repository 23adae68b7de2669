"""When a batch is in which state, and how many of its lines are due.

validating ─► in_progress ─► finalizing ─► completed
     │             └──► expired; or, where it is asked to: cancelling ─► cancelled
     └──► failed
"""

from __future__ import annotations

from math import inf

from fakeai_proxy.resources import Progress, Resource, ResourceSettings


class Schedule:
    """Of one batch, as it is known now."""

    def __init__(self, batch: Resource, settings: ResourceSettings, scale: float) -> None:
        """scale: real seconds of a simulated one."""
        self.batch, self.settings, self.scale = batch, settings, scale
        self.expires = batch.created + settings.batch_window_seconds
        """Unix seconds."""
        self.cancelled: float = inf if (at := batch.body["cancelling_at"]) is None else at
        """Unix seconds at which that was asked for."""
        self._progress = self._phases()

    def _phases(self) -> Progress:
        pause, body = self.settings.batch_seconds, self.batch.body
        validating = ("validating", pause)
        if body["errors"]:
            return Progress(self.batch.created, self.scale, (validating,), "failed")
        running = (body["total"] or 0) * self.settings.batch_request_seconds
        phases = (validating, ("in_progress", running), ("finalizing", pause))
        return Progress(self.batch.created, self.scale, phases, "completed")

    @property
    def validated(self) -> float:
        """Unix seconds at which the file has been looked at."""
        return self.batch.created + self.settings.batch_seconds * self.scale

    def times(self, now: float) -> dict[str, int]:
        """When it entered each state, in whole Unix seconds; the last is the one it is in."""
        if self.cancelled <= now:
            ending = Progress(
                self.cancelled, self.scale, (("cancelling", self.settings.batch_seconds),), "cancelled"
            )
            return self._progress.times(self.cancelled) | ending.times(now)
        if self.is_expired(now):
            return self._progress.times(self.expires) | {"expired": int(self.expires)}
        return self._progress.times(now)

    def state(self, now: float) -> str:
        """At `now`, in Unix seconds."""
        return [*self.times(now)][-1]

    def is_expired(self, now: float) -> bool:
        """It did not get ready within its window."""
        return self.expires <= now and self.expires < self._progress.ends and self.cancelled > self.expires

    def due(self, now: float) -> int:
        """How many lines have been asked by `now`."""
        if self.batch.body["errors"] or not self.batch.body["total"]:
            return 0
        share = self._progress.share("in_progress", min(now, self.cancelled, self.expires))
        return int(share * self.batch.body["total"])
