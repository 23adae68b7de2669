"""A rule under way, and what comes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from fakeai_proxy.faults import Fault, Phase

from .decision import Result, Skip
from .meeting import Meeting
from .rule import Rule
from .shots import Shots, Tallies
from .weave import Part


@dataclass(slots=True)
class Armed:
    """A rule and what it remembers."""

    rule: Rule
    shots: Shots
    matched: int = 0
    steps: Tallies = field(default_factory=Tallies)
    """Hits of its sequence, by subject."""
    memories: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    """What each of its faults keeps, by its place in the rule."""

    @classmethod
    def of(cls, rule: Rule, former: Armed | None = None) -> Armed:
        """`rule` with what `former`, of the same name, counted, where it counts the same."""
        if former is None or former.rule.trigger != rule.trigger:
            return cls(rule, Shots(rule.trigger))
        if former.rule.faults != rule.faults:
            return cls(rule, former.shots, former.matched, former.steps)
        return cls(rule, former.shots, former.matched, former.steps, former.memories)

    def fits(self, meeting: Meeting, phase: Phase | None) -> bool:
        """It is about `meeting`: of a request, or (phase) of a connection."""
        if self.rule.phase != phase:
            return False
        match = self.rule.match
        return match.fits(meeting) if phase is None else match.fits_connection(meeting)

    def parts(self, faults: Sequence[Fault]) -> list[Part]:
        return [Part(fault, self.rule.when, self.memories[self._place(fault)]) for fault in faults]

    def _place(self, fault: Fault) -> int:
        return next(place for place, one in enumerate(self.rule.faults) if one is fault)


class Counted(Protocol):
    """What knows how often it came to something."""

    hits: int


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that hits a request."""

    rule: str
    ordinal: int
    """Hits of the rule before that came to something."""
    parts: Sequence[Part]
    counted: Counted


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an experiment says of one request that matches."""

    result: Result
    why: Skip | str = ""
    hits: Sequence[RuleHit] = ()
    draw: float | None = None
    ordinal: int = 0

    def count(self) -> None:
        """It came to something."""
        for hit in self.hits:
            hit.counted.hits += 1

    @property
    def rule(self) -> str:
        return "+".join(hit.rule for hit in self.hits)

    @property
    def parts(self) -> Sequence[Part]:
        return [part for hit in self.hits for part in hit.parts]

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(part.fault.type for part in self.parts)
