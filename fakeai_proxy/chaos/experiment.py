"""An experiment, as its file says it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from .given import listed
from .rule import ID, Rule
from .safety import Probe, Safety
from .units import Seconds

Format = Literal["table", "json", "junit", "html"]


class Report(BaseModel):
    """What is made of it in the end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Annotated[tuple[Format, ...], BeforeValidator(listed)] = Field(
        default=("table",), min_length=1, description="table, json, junit or html; or several."
    )
    verdict: Literal["strict", "lenient", "off"] = Field(
        default="strict", description="How the client is judged: strict, lenient, or off."
    )


class Experiment(BaseModel):
    """Rules in order, limits around them, and what is expected to stay as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = Field(default=1, description="Of this format.")
    experiment: str = Field(min_length=1, max_length=100, pattern=ID, description="Its name.")
    description: str = Field(default="", description="What it is for.")
    seed: int | None = Field(
        default=None, ge=-(2**63), lt=2**63, description="Of all chance; without it, the setting."
    )
    steady_state: tuple[Probe, ...] = Field(
        default=(), description="What holds when all is well: looked at before, during and after."
    )
    baseline: Seconds = Field(default=0.0, description="How long is looked on before the first fault.")
    safety: Safety = Field(default_factory=Safety, description="What it may not do.")
    mode: Literal["run", "observe"] = Field(
        default="run", description="observe: decide, count and record, but inject nothing."
    )
    mark: bool | None = Field(
        default=None,
        description="Mark replies with a fault in them by x-fakeai-chaos; without it, the setting.",
    )
    rules: tuple[Rule, ...] = Field(description="In order, at least one.", json_schema_extra={"minItems": 1})
    report: Report = Field(default_factory=Report, description="What is made of it in the end.")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if not self.rules:
            raise ValueError("rules: at least one is needed")
        ids = Counter(rule.id for rule in self.rules)
        if twice := [name for name, times in ids.items() if times > 1]:
            raise ValueError(f"rules: two rules are called '{twice[0]}'")
        if self.baseline and not self.steady_state:
            raise ValueError("baseline: there is no steady_state to look at")
        shares: Counter[str] = Counter()
        for rule in self.rules:
            percent = rule.trigger.percent
            if isinstance(percent, float) and not rule.compose and rule.trigger.window is None:
                shares[f"{rule.match.model_dump_json()} {rule.trigger.subject}"] += percent  # type: ignore[assignment]
        if shares and (most := max(shares.values())) > 100 + 1e-9:
            raise ValueError(f"rules: those about the same requests share 100 percent, not {most:g}")
        return self

    def over_by(self, wall: float) -> str | None:
        """What of it can no longer happen at the second `wall` of the epoch; None where all can."""
        for index, rule in enumerate(self.rules):
            window, schedule = rule.trigger.window, rule.trigger.schedule or ()
            if window and isinstance(window.end, datetime) and window.end.timestamp() <= wall:
                return f"rules[{index}].trigger.window.to: {window.end.isoformat()} is in the past"
            for one in schedule:
                if isinstance(one, datetime) and one.timestamp() <= wall:
                    return f"rules[{index}].trigger.schedule: {one.isoformat()} is in the past"
        return None
