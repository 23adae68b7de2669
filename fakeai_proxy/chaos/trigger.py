"""How often a rule hits the requests that match it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from .given import listed
from .units import Moment, Seconds

Per = Literal["all", "client", "session", "fingerprint"]
"""What is counted apart: nothing, each client, each conversation, each logical request."""
Drawn = Literal["request", "client", "session", "fingerprint"]


def percent(given: Any) -> Any:
    """`5 %` and `5%` as 5; what else is wrong is left for pydantic to say."""
    return given.strip().removesuffix("%") if isinstance(given, str) else given


Percent = Annotated[float, BeforeValidator(percent), Field(ge=0, le=100, allow_inf_nan=False)]
KINDS = ("percent", "first", "every", "nth", "once_per", "burst", "schedule")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Ramp(_Part):
    """A percentage that goes evenly from one value to another, and stays there."""

    start: Percent = Field(alias="from", description="Percent at the start of the experiment.")
    end: Percent = Field(alias="to", description="Percent in the end.")
    over: Seconds = Field(gt=0, description="How long it takes to get there.")

    def at(self, elapsed: float) -> float:
        """Percent after `elapsed` seconds."""
        return self.start + (self.end - self.start) * min(1.0, max(0.0, elapsed) / self.over)


Share = Annotated[
    Annotated[Percent, Tag("number")] | Annotated[Ramp, Tag("ramp")],
    Discriminator(lambda given: "ramp" if isinstance(given, dict | Ramp) else "number"),
]


class Burst(_Part):
    """So many requests in a row, of every so many."""

    of: int = Field(ge=2, description="Requests from the beginning of one burst to that of the next.")
    length: int = Field(ge=1, description="Requests of a burst.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.length >= self.of:
            raise ValueError(f"length ({self.length}) must be less than of ({self.of})")
        return self


class Window(_Part):
    """When the rule is awake: between two moments, or again and again."""

    start: Moment = Field(default=0.0, alias="from", description="From then on.")
    end: Moment | None = Field(default=None, alias="to", description="Until then.")
    every: Seconds | None = Field(default=None, gt=0, description="Again and again after this long ...")
    length: Seconds | None = Field(default=None, gt=0, alias="for", description="... for this long.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.every is None) != (self.length is None):
            raise ValueError("every and for go together: {every: 60s, for: 5s}")
        if self.every is not None and self.length is not None and self.length >= self.every:
            raise ValueError(f"for ({self.length:g} s) must be less than every ({self.every:g} s)")
        if type(self.start) is type(self.end) and self.end <= self.start:  # type: ignore[operator]
            raise ValueError("to must be later than from")
        return self

    def open_at(self, elapsed: float, wall: float) -> bool:
        """elapsed: seconds since the start of the experiment; wall: of the epoch."""
        begun = since(self.start, elapsed, wall)
        if begun < 0 or (self.end is not None and since(self.end, elapsed, wall) >= 0):
            return False
        return self.every is None or self.length is None or begun % self.every < self.length


def since(moment: float | datetime, elapsed: float, wall: float) -> float:
    """Seconds since `moment`, negative before it."""
    return wall - moment.timestamp() if isinstance(moment, datetime) else elapsed - moment


class Trigger(_Part):
    """One of percent, first, every, nth, once_per, burst and schedule; without any: always."""

    percent: Share | None = Field(
        default=None, description="Share of the matching requests, drawn for each; or a ramp of it."
    )
    first: int | None = Field(default=None, ge=1, description="The first so many.")
    every: int | None = Field(default=None, ge=2, description="Every so many: the 10th, 20th, 30th ...")
    nth: Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(listed)] | None = Field(
        default=None, min_length=1, description="Those with these numbers, from 1."
    )
    once_per: Literal["client", "session", "fingerprint"] | None = Field(
        default=None, description="The first of each client, conversation or logical request."
    )
    burst: Burst | None = Field(default=None, description="So many in a row, of every so many.")
    schedule: Annotated[tuple[Moment, ...], BeforeValidator(listed)] | None = Field(
        default=None, min_length=1, description="The first request after each of these moments."
    )
    per: Drawn | Per | None = Field(
        default=None,
        description="What is counted, or drawn for, apart; all, or with percent request, by default.",
    )
    window: Window | None = Field(default=None, description="When the rule is awake.")
    max: int | None = Field(default=None, ge=1, description="Hits after which the rule is done.")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [name for name in KINDS if getattr(self, name) is not None]
        if len(kinds) > 1:
            raise ValueError(f"{' and '.join(kinds)} cannot be combined: one of {', '.join(KINDS)}")
        kind = kinds[0] if kinds else ""
        if kind == "percent" and self.per == "all":
            raise ValueError("per: all cannot be drawn for; request, client, session or fingerprint can")
        if kind != "percent" and self.per == "request":
            raise ValueError("per: request is for percent; count per all, client, session or fingerprint")
        if kind in ("once_per", "schedule") and self.per is not None:
            raise ValueError(f"per has no meaning beside {kind}")
        return self

    @property
    def subject(self) -> Drawn | Per:
        """What is counted or drawn for apart."""
        return self.once_per or self.per or ("all" if self.percent is None else "request")
