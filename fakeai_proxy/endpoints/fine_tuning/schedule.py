"""When a job is in which state.

validating_files ─► queued ─► running ─► succeeded
        └──► failed      any of them ─► cancelled
"""

from __future__ import annotations

from math import inf

from fakeai_proxy.resources import Progress, Resource

ENDED = ("succeeded", "failed", "cancelled")
WAITING = 0.25
"""Of the time that a job runs, it is validated, and is queued, each."""


class Schedule:
    """Of one job, as it is known now. While it is paused, its own time stands still."""

    def __init__(self, job: Resource, seconds: float, scale: float) -> None:
        """seconds: simulated, that a job runs; scale: real seconds of a simulated one."""
        self.job = job
        self.cancelled: float = inf if (at := job.body["cancelled_at"]) is None else at
        """Unix seconds at which that was asked for."""
        self.pauses: list[tuple[float, float]] = [
            (begin, inf if end is None else end) for begin, end in job.body["pauses"]
        ]
        """Unix seconds."""
        validating = ("validating_files", WAITING * seconds)
        if job.body["error"]:
            self.progress = Progress(job.created, scale, (validating,), "failed")
        else:
            phases = (validating, ("queued", WAITING * seconds), ("running", seconds))
            self.progress = Progress(job.created, scale, phases, "succeeded")

    def own(self, now: float) -> float:
        """`now` (Unix seconds) by the job's time: without its pauses, and not after it was cancelled."""
        now = min(now, self.cancelled)
        return now - sum(min(end, now) - begin for begin, end in self.pauses if begin < now)

    def real(self, own: float) -> float:
        """The opposite: Unix seconds; infinity where a pause that has no end is in between."""
        for begin, end in self.pauses:
            if begin < own:
                own += end - begin
        return own

    def paused(self, now: float) -> bool:
        return any(begin <= now < end for begin, end in self.pauses) and now < self.cancelled

    def state(self, now: float) -> str:
        """At `now`. One that is paused waits to run: it is `queued`, since there is no other word for it."""
        state = self.progress.state(self.own(now))
        if self.cancelled <= now and state not in ENDED:
            return "cancelled"
        return "queued" if self.paused(now) and state == "running" else state

    def at(self, share: float) -> float:
        """Unix seconds at which so much of the run (0 to 1) is over; infinity: not while it is paused."""
        begins = self.progress.entered()["running"]
        return self.real(begins + share * (self.progress.ends - begins))

    def begins(self, state: str) -> float:
        """Unix seconds at which it enters a state, if nothing stops it."""
        return self.real(self.progress.entered()[state])

    @property
    def finished(self) -> float:
        """Unix seconds at which it is over, however it ends."""
        return min(self.real(self.progress.ends), self.cancelled)
