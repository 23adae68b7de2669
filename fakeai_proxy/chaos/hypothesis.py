"""The steady state: what is expected to hold before, during and after an experiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Literal

from .metrics import METRICS
from .outcomes import OutcomeLog
from .safety import Probe

Phase = Literal["before", "during", "after"]


@dataclass(slots=True)
class Seen:
    """What one probe saw in one phase."""

    value: float = nan
    """The last; nan where nothing ended."""
    worst: float = nan
    held: bool | None = None
    """Whether it held each time; None: nothing was seen."""
    count: int = 0
    """Outcomes that the last value is made of."""


class Hypothesis:
    """All probes, phase by phase. Not safe for threads."""

    def __init__(self, probes: Sequence[Probe], log: OutcomeLog) -> None:
        self.probes, self._log = probes, log
        self._seen: dict[tuple[int, Phase], Seen] = {}

    def look(self, phase: Phase, now: float, begun: float) -> bool:
        """Whether all probes hold that see anything; begun: when the phase did."""
        held = [self._look(index, probe, phase, now, begun) for index, probe in enumerate(self.probes)]
        return all(held)

    def _look(self, index: int, probe: Probe, phase: Phase, now: float, begun: float) -> bool:
        _, read = METRICS[probe.metric]
        value, count = read(self._log.since(max(begun, now - probe.window)))
        if isnan(value):
            return True
        seen = self._seen.setdefault((index, phase), Seen())
        holds = probe.holds(value)
        seen.value, seen.count = value, count
        seen.held = holds and seen.held is not False
        if isnan(seen.worst) or distance(probe, value) >= distance(probe, seen.worst):
            seen.worst = value
        return holds

    def told(self) -> list[Mapping[str, Any]]:
        """Probe by probe, each phase."""
        return [
            {
                **probe.model_dump(exclude_none=True),
                **{phase: shown(self._seen.get((index, phase))) for phase in ("before", "during", "after")},
            }
            for index, probe in enumerate(self.probes)
        ]

    @property
    def held(self) -> bool:
        """It never failed where anything was seen."""
        return all(seen.held is not False for seen in self._seen.values())


def distance(probe: Probe, value: float) -> float:
    """How far `value` is beyond the bounds; negative within them."""
    below = probe.min - value if probe.min is not None else -float("inf")
    above = value - probe.max if probe.max is not None else -float("inf")
    return max(below, above)


def shown(seen: Seen | None) -> Mapping[str, Any] | None:
    if seen is None:
        return None
    return {"held": seen.held, "value": seen.value, "worst": seen.worst, "outcomes": seen.count}
