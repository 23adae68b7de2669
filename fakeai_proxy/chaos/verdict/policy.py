"""What is asked of a client."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PolicyName = Literal["strict", "lenient"]
Severity = Literal["good", "unknown", "warn", "bad"]
"""Rising; `unknown`: the wire does not show it."""
SEVERITIES: tuple[Severity, ...] = ("good", "unknown", "warn", "bad")


class Policy(BaseModel):
    """Limits of good behaviour, and which findings fail a client."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PolicyName = Field(default="strict", description="How it is called in reports.")
    fails_on: Severity = Field(default="warn", description="The least severity that fails.")
    max_attempts: int = Field(default=5, ge=1, description="More attempts of one request are a storm.")
    hot_gap_s: float = Field(
        default=0.1, ge=0, description="Coming back sooner than this, untold, twice in a row, is a hot loop."
    )
    max_wait_s: float = Field(
        default=60, gt=0, description="A longer wait, for bytes or before a retry, is excessive."
    )
    window_s: float = Field(
        default=120, gt=0, description="The same request this long after a failure is no longer its retry."
    )
    patience_s: float = Field(
        default=10, ge=0, description="How long to watch a failed request before the client has given up."
    )
    tolerance_s: float = Field(default=0.02, ge=0, description="How much earlier than told is in time.")


POLICIES: dict[PolicyName, Policy] = {
    "strict": Policy(),
    "lenient": Policy(name="lenient", fails_on="bad", max_attempts=10, max_wait_s=300),
}
