"""One request that the client wants answered, by its attempts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .attempt import Attempt

Relation = Literal["retry", "model", "host", "changed", "redirect"]
"""How an attempt differs from the one before it."""
HELD_UP = ("latency.", "limit.")
"""Families of faults that leave a whole answer what it is."""


@dataclass(frozen=True, slots=True)
class Logical:
    """One request of one client, by its attempts in order of arrival."""

    attempts: tuple[Attempt, ...]

    @property
    def first(self) -> Attempt:
        return self.attempts[0]

    @property
    def last(self) -> Attempt:
        return self.attempts[-1]

    @property
    def recovered(self) -> bool:
        """A later attempt brought the whole answer."""
        return self.last.usable and len(self.attempts) > 1

    @property
    def touched(self) -> bool:
        """A fault met it, or it did not get its answer at once."""
        return any(attempt.injected or not attempt.usable for attempt in self.attempts)

    @property
    def faults(self) -> tuple[str, ...]:
        """Names of the faults that met it, in order, each once."""
        return tuple(dict.fromkeys(each.fault for attempt in self.attempts for each in attempt.injected))

    def steps(self) -> Iterable[tuple[Attempt, Attempt]]:
        """Each attempt with the next one."""
        return pairwise(self.attempts)


def relation(before: Attempt, after: Attempt) -> Relation:
    """What `after` is to `before`, both of one logical request."""
    if before.told.redirect and after.asked.host == before.told.redirect:
        return "redirect"
    if after.asked.host != before.asked.host:
        return "host"
    if after.asked.model != before.asked.model:
        return "model"
    return "retry" if after.asked.content == before.asked.content else "changed"
