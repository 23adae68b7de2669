"""What is done to one request, and on whose account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Hold
from fakeai_proxy.faults import Hit

from .armed import Ruling
from .draw import named
from .meeting import Meeting
from .weave import Met


class Source(Protocol):
    """An experiment, or the header of a request."""

    seed: int
    hold: Hold

    @property
    def name(self) -> str: ...

    @property
    def mark(self) -> bool | None:
        """Whether replies say so; None: as the settings have it."""

    @property
    def fails_open(self) -> bool:
        """All goes on without a fault that fails."""

    def release(self) -> None:
        """A reply with a fault of it is over."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Without a source the request is only watched."""

    meeting: Meeting
    source: Source | None = None
    ruling: Ruling | None = None
    number: int = 0
    """Of its decision in the journal."""
    skipped: list[str] = field(default_factory=list)
    """Faults that came to nothing after all."""

    @property
    def touched(self) -> bool:
        return self.ruling is not None and self.ruling.result == "injected"

    @property
    def spared(self) -> bool:
        """All its faults came to nothing."""
        return self.ruling is not None and len(self.skipped) >= len(self.ruling.faults)

    @property
    def name(self) -> str:
        return self.source.name if self.source else ""

    def met(self, request: Request, clock: Clock) -> Sequence[Met]:
        """The faults that meet `request`, each with a chance of its own."""
        if self.source is None or self.ruling is None or not self.touched:
            return ()
        met, owner = [], (self.source.name.encode(), self.meeting.drawn_for)
        for hit in self.ruling.hits:
            for place, part in enumerate(hit.parts):
                rng = rng_for(
                    self.source.seed, named(*owner, hit.rule.encode(), bytes([place])), self.ruling.ordinal
                )
                one = Hit(
                    request,
                    rng,
                    clock,
                    self.meeting.provider,
                    hit.ordinal,
                    part.memory,
                    hold=self.source.hold,
                )
                met.append(Met(part.fault, part.when, one, hit.rule))
        return met
