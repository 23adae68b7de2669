"""A status that is a function of time: nothing runs in the background."""

from __future__ import annotations

from math import inf
from typing import NamedTuple


class Progress(NamedTuple):
    """Phases that follow each other by themselves.

    Progress(began, scale, (("validating", 0.5), ("in_progress", 2.0)), "completed")
    """

    began: float
    """Unix seconds."""
    scale: float
    """Real seconds that a simulated one takes; 0: everything is over as soon as it began."""
    phases: tuple[tuple[str, float], ...]
    """Each with its simulated seconds."""
    last: str
    """What comes after them."""

    def entered(self) -> dict[str, float]:
        """Unix seconds at which each phase, and the last state, begins."""
        at, found = self.began, {}
        for name, seconds in self.phases:
            found[name] = at
            at += seconds * self.scale
        return {**found, self.last: at}

    @property
    def ends(self) -> float:
        """Unix seconds at which the last state begins."""
        return self.entered()[self.last]

    def state(self, now: float) -> str:
        """The phase at `now` (Unix seconds)."""
        return [name for name, at in self.entered().items() if at <= now or name == self.first][-1]

    def times(self, now: float) -> dict[str, int]:
        """Whole Unix seconds at which each state began, of those that have by `now`."""
        return {name: int(at) for name, at in self.entered().items() if at <= now}

    def share(self, phase: str, now: float) -> float:
        """How much of `phase` is over at `now`, from 0 to 1."""
        seconds = dict(self.phases)[phase] * self.scale
        passed = now - self.entered()[phase]
        return min(1.0, max(0.0, passed / seconds if seconds else inf if passed >= 0 else 0.0))

    @property
    def first(self) -> str:
        return self.phases[0][0] if self.phases else self.last
