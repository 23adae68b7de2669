"""Limits of an experiment, and what it expects of the system it disturbs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from fakeai_proxy.core.errors import nearest

from .given import listed
from .match import host
from .metrics import MetricName
from .units import Seconds

WINDOW = 30.0
SIGNALS = ("USR1", "USR2", "HUP")


def switch(text: str) -> str:
    """`file:PATH` or `signal:NAME`, normalized. Raises ValueError."""
    kind, _, rest = text.partition(":")
    if kind == "file" and rest.strip():
        return f"file:{rest.strip()}"
    if kind == "signal":
        name = rest.strip().upper().removeprefix("SIG")
        if name not in SIGNALS:
            raise ValueError(
                f"unknown signal '{rest}'{nearest(name, SIGNALS)}; there are {', '.join(SIGNALS)}"
            )
        return f"signal:{name}"
    raise ValueError(f"'{text}' is not file:PATH or signal:{SIGNALS[0]}; the admin call always stops it")


Switch = Annotated[str, AfterValidator(switch)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(_Part):
    """A bound that a metric must not pass."""

    metric: MetricName = Field(description="What is measured.")
    window: Seconds = Field(default=WINDOW, gt=0, description="Over the last so long.")
    gt: float | None = Field(default=None, allow_inf_nan=False, description="Abort when it is greater.")
    lt: float | None = Field(default=None, allow_inf_nan=False, description="Abort when it is less.")
    at_least: int = Field(default=10, ge=1, description="Only where it is made of so many outcomes.")

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.gt is None) == (self.lt is None):
            raise ValueError("exactly one of gt and lt is needed")
        return self

    def __str__(self) -> str:
        bound = f"> {self.gt:g}" if self.gt is not None else f"< {self.lt:g}"
        return f"{self.metric} {bound} over {self.window:g} s"


class Probe(_Part):
    """What is so in the steady state."""

    metric: MetricName = Field(description="What is measured.")
    window: Seconds = Field(default=WINDOW, gt=0, description="Over the last so long.")
    min: float | None = Field(default=None, allow_inf_nan=False, description="At least this.")
    max: float | None = Field(default=None, allow_inf_nan=False, description="At most this.")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("min or max is needed")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min ({self.min:g}) is greater than max ({self.max:g})")
        return self

    def holds(self, value: float) -> bool:
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


class Safety(_Part):
    """What an experiment may not do, whatever its rules say."""

    allow_hosts: Annotated[tuple[Annotated[str, AfterValidator(host)], ...], BeforeValidator(listed)] = Field(
        default=(),
        description="Live hosts that may be disturbed. Without any: none but those of this machine. "
        "Replies that are synthesized or replayed always may.",
    )
    max_active: int = Field(default=20, ge=1, description="Replies with a fault under way at a time.")
    max_injections: int | None = Field(
        default=None, ge=1, description="Faults in all; then the experiment is over."
    )
    max_share: float = Field(
        default=1.0,
        gt=0,
        le=1,
        allow_inf_nan=False,
        description="Share of the matching requests, from 0 to 1.",
    )
    max_duration: Seconds | None = Field(
        default=900.0, description="How long it runs; none: until it is stopped."
    )
    abort_if: tuple[Condition, ...] = Field(default=(), description="Conditions that end the experiment.")
    kill_switch: Annotated[tuple[Switch, ...], BeforeValidator(listed)] = Field(
        default=(), description="file:PATH, whose existence ends it, and signal:USR1, USR2 or HUP."
    )
    require_header: str | None = Field(
        default=None, min_length=1, description="Only requests with this header are touched."
    )
    fail_open: bool = Field(
        default=True,
        description="Where a fault fails, all goes on without it; else the request is answered with 500.",
    )

    @property
    def files(self) -> tuple[Path, ...]:
        """Whose existence ends the experiment."""
        return tuple(Path(text[5:]) for text in self.kill_switch if text.startswith("file:"))

    @property
    def signals(self) -> tuple[str, ...]:
        """Names without SIG that end it."""
        return tuple(text[7:] for text in self.kill_switch if text.startswith("signal:"))
