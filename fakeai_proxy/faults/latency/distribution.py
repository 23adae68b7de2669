"""How long a delay is: a number of milliseconds, or a distribution of them."""

from __future__ import annotations

import json
from functools import cache
from math import log
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Ms = Annotated[float, Field(ge=0, le=86_400_000, allow_inf_nan=False)]
MOST = 1_000_000
"""Values of an empirical distribution."""


class Distribution(BaseModel):
    """Drawn anew for each delay, from the chance of the request alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def seconds(self, rng: np.random.Generator) -> float:
        """The next delay."""
        return max(self.ms_drawn(rng), 0.0) / 1000

    def ms_drawn(self, rng: np.random.Generator) -> float:
        raise NotImplementedError


class Fixed(Distribution):
    """Always the same."""

    kind: Literal["fixed"] = "fixed"
    ms: Ms

    def ms_drawn(self, rng: np.random.Generator) -> float:
        return self.ms


class Uniform(Distribution):
    """Anything between two bounds."""

    kind: Literal["uniform"]
    min_ms: Ms
    max_ms: Ms

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.max_ms < self.min_ms:
            raise ValueError(f"max_ms ({self.max_ms:g}) is less than min_ms ({self.min_ms:g})")
        return self

    def ms_drawn(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(self.min_ms, self.max_ms))


class Normal(Distribution):
    """The bell; what would be negative is 0."""

    kind: Literal["normal"]
    mean_ms: Ms
    sd_ms: Ms

    def ms_drawn(self, rng: np.random.Generator) -> float:
        return float(rng.normal(self.mean_ms, self.sd_ms))


class LogNormal(Distribution):
    """Half of the delays are over the median, a few far over it: exp(N(ln median, sigma))."""

    kind: Literal["lognormal"]
    median_ms: Annotated[float, Field(gt=0, le=86_400_000)]
    sigma: Annotated[float, Field(ge=0, le=10)]
    max_ms: Ms | None = Field(default=None, description="Longer delays are as long as this.")

    def ms_drawn(self, rng: np.random.Generator) -> float:
        return capped(float(rng.lognormal(log(self.median_ms), self.sigma)), self.max_ms)


class Pareto(Distribution):
    """None is under min_ms, few are far over it: min / (1 - U)^(1/alpha). The less alpha, the more."""

    kind: Literal["pareto"]
    min_ms: Annotated[float, Field(gt=0, le=86_400_000)]
    alpha: Annotated[float, Field(gt=0, le=100)]
    max_ms: Ms | None = Field(default=None, description="Longer delays are as long as this.")

    def ms_drawn(self, rng: np.random.Generator) -> float:
        return capped(self.min_ms * (1.0 + float(rng.pareto(self.alpha))), self.max_ms)


class Empirical(Distribution):
    """One of the delays that were measured, each as likely as any other."""

    kind: Literal["empirical"]
    values_ms: tuple[Ms, ...] | None = Field(default=None, min_length=1, max_length=MOST)
    file: Path | None = Field(
        default=None, description="Milliseconds: one number a line, or a JSON list of numbers."
    )

    @model_validator(mode="after")
    def _measured(self) -> Empirical:
        if (self.values_ms is None) == (self.file is None):
            raise ValueError("exactly one of values_ms and file is needed")
        if self.file:
            read(self.file)
        return self

    def ms_drawn(self, rng: np.random.Generator) -> float:
        values = read(self.file) if self.file else self.values_ms or ()
        return values[int(rng.integers(len(values)))]


Kinds = Annotated[Fixed | Uniform | Normal | LogNormal | Pareto | Empirical, Field(discriminator="kind")]


def named(given: Any) -> Any:
    """A number of milliseconds is the distribution that knows no other."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        return Fixed(ms=given)
    return given


Delay = Annotated[Kinds, BeforeValidator(named)]
"""Milliseconds, or `{kind: ...}`."""


def capped(ms: float, most: float | None) -> float:
    return min(ms, 86_400_000.0 if most is None else most)


@cache
def read(file: Path) -> tuple[float, ...]:
    """The delays in `file`. Raises ValueError naming the line, and never what stands in it."""
    try:
        text = file.read_text("utf-8")
        found = json.loads(text) if text.lstrip().startswith("[") else text.split("\n")
    except (OSError, ValueError) as failure:
        raise ValueError(f"{file} cannot be read as delays ({type(failure).__name__})") from None
    values = tuple(number(value, at, file) for at, value in enumerate(found, 1) if str(value).strip())
    if not 0 < len(values) <= MOST:
        raise ValueError(f"{file} holds {len(values)} delays; 1 to {MOST} are needed")
    return values


def number(value: Any, at: int, file: Path) -> float:
    try:
        ms = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{file}: value {at} is not a number of milliseconds") from None
    if not 0 <= ms <= 86_400_000:
        raise ValueError(f"{file}: value {at} is not between 0 and 86400000 ms")
    return ms
