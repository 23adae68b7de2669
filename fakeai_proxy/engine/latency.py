"""Time to first token and inter-token latency, with variance."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

Milliseconds = Annotated[float, Field(ge=0, le=600_000, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class LatencySettings(BaseModel):
    """How long an answer takes. All zero: as fast as the machine can."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ttft_ms: Milliseconds = Field(default=20.0, description="Time to first token, in milliseconds.")
    ttft_variance_percent: Percent = Field(
        default=10.0, description="Each TTFT is within this many percent of ttft_ms."
    )
    itl_ms: Milliseconds = Field(default=5.0, description="Inter-token latency, in milliseconds.")
    itl_variance_percent: Percent = Field(
        default=10.0, description="Each ITL is within this many percent of itl_ms."
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
    """Token times drawn from `settings`."""

    def __init__(self, settings: LatencySettings) -> None:
        self.settings = settings
        self._ttft, self._itl = settings.ttft_ms / 1e3, settings.itl_ms / 1e3
        self._delay = settings.response_delay
        self._ttft_range = self._ttft * (settings.ttft_variance_percent / 50)
        self._itl_range = self._itl * (settings.itl_variance_percent / 50)
        self._delay_range = self._delay * (settings.max_variance * 2) * settings.random_delay
        self._instant = not (self._ttft or self._itl or self._delay)

    def waits(self, tokens: int, rng: np.random.Generator) -> list[float]:
        """Seconds before each of `tokens` tokens: [ttft + response_delay, itl, itl, ...].

        There is a first entry even without tokens, since such an answer takes its TTFT too; and none at all
        when every latency is zero. Each is uniform within its variance: never negative, and true to its mean.
        Draw the content from `rng` before, so that it does not depend on the latency.
        """
        if self._instant:
            return []
        jitter = rng.random(max(tokens, 1) + 1) - 0.5
        seconds: list[float] = (self._itl + self._itl_range * jitter[:-1]).tolist()
        ttft = self._ttft + self._ttft_range * float(jitter[0])
        seconds[0] = ttft + self._delay + self._delay_range * float(jitter[-1])
        return seconds
