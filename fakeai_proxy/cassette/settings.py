"""The [cassette] section."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from .redaction.settings import RedactionSettings

RecordMode = Literal["all", "new_episodes", "once", "none"]


class CassetteSettings(BaseModel):
    """Where recordings are kept, when they are made and how fast they are replayed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path | None = Field(
        default=None, description="The cassette: one SQLite file.", examples=["cassette.db"]
    )
    record_mode: RecordMode = Field(
        default="all",
        description=(
            "all: record every request, replacing older recordings of the same request; "
            "new_episodes: replay what is recorded, record the rest; "
            "once: record until the cassette is sealed by a clean stop, then only replay; "
            "none: never record."
        ),
    )
    speed: float = Field(
        default=1.0,
        ge=0,
        allow_inf_nan=False,
        description="Recorded waits are divided by this: 1 as recorded, 2 twice as fast, 0 without waiting.",
    )
    record_strict: bool = Field(
        default=False,
        description="Once a recording could not be written, answer 500 instead of going on without.",
    )
    redact: RedactionSettings = Field(default_factory=RedactionSettings)
