"""Token times that the user fixed: time to first token and inter-token latency, with variance."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

Milliseconds = Annotated[float, Field(ge=0, le=600_000, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


TTFT_MS, ITL_MS = 20.0, 5.0
"""What one of the two is where only the other is set."""


class LatencySettings(BaseModel):
    """How long an answer takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ttft_ms: Milliseconds | None = Field(
        default=None,
        description="Time to first token, in milliseconds, whatever the model and the load; unset: as the "
        "model, its GPUs and the load have it (20 where itl_ms is set).",
        examples=[TTFT_MS],
    )
    ttft_variance_percent: Percent = Field(
        default=10.0, description="Each TTFT is within this many percent of ttft_ms."
    )
    itl_ms: Milliseconds | None = Field(
        default=None,
        description="Inter-token latency, in milliseconds, whatever the model and the load; unset: as the "
        "model, its GPUs and the load have it (5 where ttft_ms is set).",
        examples=[ITL_MS],
    )
    itl_variance_percent: Percent = Field(
        default=10.0, description="Each ITL is within this many percent of itl_ms."
    )
    time_scale: float = Field(
        default=1.0,
        ge=0,
        le=1_000,
        allow_inf_nan=False,
        description="Real seconds that a simulated second takes: 0.1 is ten times as fast, 0 never waits.",
    )
    response_delay: float = Field(
        default=0.0, ge=0, le=600, allow_inf_nan=False, description="Seconds added before the first token."
    )
    random_delay: bool = Field(default=True, description="Vary response_delay by up to max_variance.")
    max_variance: float = Field(
        default=0.3,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="Greatest relative variation of response_delay: 0.3 is 30 %.",
    )


class Latency:
    """Token times drawn from `settings`, in simulated seconds: `time_scale` is not in them."""

    fixed: bool
    """Whether the user set the times, so that neither model nor load matter."""
    instant: bool
    """Fixed, and all zero: nothing ever to wait for."""

    def __init__(self, settings: LatencySettings) -> None:
        self.settings = settings
        self.fixed = settings.ttft_ms is not None or settings.itl_ms is not None
        self._ttft = (TTFT_MS if settings.ttft_ms is None else settings.ttft_ms) / 1e3
        self._itl = (ITL_MS if settings.itl_ms is None else settings.itl_ms) / 1e3
        self._delay = settings.response_delay
        self._ttft_range = self._ttft * (settings.ttft_variance_percent / 50)
        self._itl_range = self._itl * (settings.itl_variance_percent / 50)
        self._delay_range = self._delay * (settings.max_variance * 2) * settings.random_delay
        self.instant = not (self._ttft or self._itl or self._delay)

    def waits(self, tokens: int, rng: np.random.Generator) -> list[float]:
        """Seconds before each of `tokens` tokens: [ttft + response_delay, itl, itl, ...].

        There is a first entry even without tokens, since such an answer takes its TTFT too; and none at all
        when every latency is zero. Each is uniform within its variance: never negative, and true to its mean.
        Draw the content from `rng` before, so that it does not depend on the latency.
        """
        if self.instant:
            return []
        jitter = rng.random(max(tokens, 1) + 1) - 0.5
        seconds: list[float] = (self._itl + self._itl_range * jitter[:-1]).tolist()
        ttft = self._ttft + self._ttft_range * float(jitter[0])
        seconds[0] = ttft + self._delay + self._delay_range * float(jitter[-1])
        return seconds

    def delay(self, rng: np.random.Generator) -> float:
        """Seconds of `response_delay` alone, for an answer whose other times come from the model."""
        return self._delay and self._delay + self._delay_range * (float(rng.random()) - 0.5)
