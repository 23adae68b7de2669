"""The time of a step where the deployment itself was measured.

    seconds = step + sequence x decoding + context x tokens of context + prefill x tokens prefilled

The coefficients of deployments.csv are such that a closed loop of users, run through continuous batching
with chunked prefill, has the measured mean TTFT and TPOT. Of two things they say nothing: what the GPUs did
meanwhile, which is from the physics, spread over the measured time; and a lone prompt shorter than those
measured (see short_prompt).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Self, cast

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Deployment, Engine, Precision

from .physics import RAMP, Physics
from .pricing import Chunk, Cost, Kind
from .short_prompt import MEASURED, share

FILE = Path(__file__).parent / "deployments.csv"

LARGEST_ERROR = 0.15
"""Held-out error of the TPOT from which on a fit is not trusted: the physics is closer then."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """One measured deployment, in seconds."""

    model: str
    """As its measurements call it."""
    names: tuple[str, ...]
    """Patterns of ids, without their owner, that are this model."""
    deployment: Deployment
    shapes: int
    """Combinations of prompt, answer and concurrency that were measured."""
    overhead: float
    step: float
    sequence: float
    context: float
    prefill: float
    ttft_error: float
    """Median of the relative errors at shapes that were left out of the fit, and likewise of the TPOT."""
    tpot_error: float

    @classmethod
    def read(cls, row: dict[str, str]) -> Self:
        """One line of the file, where times are in milliseconds and microseconds."""
        engine, precision = cast(Engine, row["engine"]), cast(Precision, row["precision"])
        return cls(
            model=row["model"],
            names=tuple(row["names"].split()),
            deployment=Deployment(row["gpu"], int(row["gpus"]), precision, engine),
            shapes=int(row["shapes"]),
            overhead=float(row["overhead_ms"]) / 1e3,
            step=float(row["step_ms"]) / 1e3,
            sequence=float(row["sequence_us"]) / 1e6,
            context=float(row["context_us_per_1000"]) / 1e9,
            prefill=float(row["prefill_us"]) / 1e6,
            ttft_error=float(row["ttft_error"]),
            tpot_error=float(row["tpot_error"]),
        )


class Fitted:
    """A measured deployment. A `Pricing`."""

    kind: Kind = "fitted"

    def __init__(self, measured: Coefficients, physics: Physics) -> None:
        self.deployment, self.weights = physics.deployment, physics.weights
        self.gpus, self.kv_tokens = physics.gpus, physics.kv_tokens
        self.source = f"measured at {measured.shapes} shapes of load ({measured.model}, by aiconfigurator)"
        self.overhead = measured.overhead
        self._step, self._sequence = measured.step, measured.sequence
        self._context, self._prefill = measured.context, measured.prefill
        self._physics = physics

    def outside(self, new: int) -> float:
        """See Pricing.outside."""
        return self.overhead * share(new)

    def step(self, decoding: int, context: int, chunks: Sequence[Chunk]) -> Cost:
        """See Pricing.step."""
        new = sum(chunk.new for chunk in chunks) if chunks else 0
        seconds = self._step + self._sequence * decoding + self._context * context + self._prefill * new
        if 0 < new < MEASURED and not decoding:
            measured = self._step + self._prefill * MEASURED
            seconds = max(share(new) * measured, self._physics.reading(new))
        return _spread(self._physics.step(decoding, context, chunks), seconds)

    def decode(self, decoding: int, context: int, steps: int) -> tuple[NDArray[np.float64], Cost]:
        """See Pricing.decode."""
        ramp = RAMP[:steps] if steps <= len(RAMP) else np.arange(steps, dtype=np.float64)
        first = self._step + self._sequence * decoding + self._context * context
        slope = self._context * decoding
        middle = context + decoding * (steps - 1) // 2
        mean = _spread(self._physics.step(decoding, middle, ()), first + slope * (steps - 1) / 2)
        return ramp * slope + first, mean


def _spread(cost: Cost, seconds: float) -> Cost:
    """The same work in another time."""
    pace = cost.seconds / seconds
    return Cost(seconds, min(cost.dram * pace, 1.0), min(cost.tensor * pace, 1.0), cost.nvlink * pace)


def fitted(model: Model, physics: Physics) -> Fitted | None:
    """The measurements of `model` as it is deployed, if there are any that can be trusted."""
    name = model.id.rpartition("/")[2].lower()
    for measured in deployments():
        if measured.deployment == physics.deployment and any(
            fnmatchcase(name, own) for own in measured.names
        ):
            return Fitted(measured, physics) if measured.tpot_error < LARGEST_ERROR else None
    return None


@cache
def deployments() -> tuple[Coefficients, ...]:
    """Every measured deployment, in the order of the file."""
    with FILE.open(newline="", encoding="utf-8") as lines:
        return tuple(Coefficients.read(row) for row in csv.DictReader(lines))
