"""One line of the table: a figure beside its bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure has to keep to; without a limit the figure is for information."""

    at_least: float | None = None
    at_most: float | None = None

    def met(self, value: float) -> bool | None:
        """None where nothing is asked. A figure that is not a number meets no bound."""
        if self.at_least is None and self.at_most is None:
            return None
        above = self.at_least is None or value >= self.at_least
        below = self.at_most is None or value <= self.at_most
        return above and below

    def text(self, unit: str) -> str:
        parts = [(">=", self.at_least), ("<=", self.at_most)]
        return " and ".join(f"{sign} {limit:g}{unit}" for sign, limit in parts if limit is not None)


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` in `unit` is judged by `bound`; `measured` and `against` are the figures it comes from."""

    row: str
    measured: str
    against: str
    value: float
    unit: str
    bound: Bound
    detail: Mapping[str, object] = field(default_factory=dict)
    """Every raw figure, for the JSON."""

    @property
    def met(self) -> bool | None:
        return self.bound.met(self.value)
