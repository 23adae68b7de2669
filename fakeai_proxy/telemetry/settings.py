"""The [telemetry] section."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class TelemetrySettings(BaseModel):
    """What is kept of each exchange, and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(default=True, description="Keep a row of each exchange; metrics are made of them.")
    capacity: int = Field(
        default=32_768,
        ge=1_000,
        le=10_000_000,
        description="Rows kept in memory, about 140 bytes each; counters and histograms hold all there were.",
    )
    window_seconds: float = Field(
        default=60.0,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        description="Rates and percentiles are of the exchanges that ended in this many last seconds.",
    )
    path: Path | None = Field(
        default=None,
        description="An SQLite file that keeps the rows beyond the run.",
        examples=["telemetry.db"],
    )
    retention_hours: float = Field(
        default=168.0,
        gt=0,
        le=87_600,
        allow_inf_nan=False,
        description="Rows in telemetry.path older than this many hours are deleted.",
    )
