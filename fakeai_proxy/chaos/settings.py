"""`[chaos]`: the experiments that run from the start, and who may ask for faults."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class ChaosSettings(BaseModel):
    """Without `experiment` and `allow_header` no request is touched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    experiment: Path | None = Field(
        default=None, description="File of the experiment to run, YAML or TOML, or the name of a preset."
    )
    allow_header: bool = Field(
        default=False, description="Let requests ask for a fault by the header x-fakeai-fault."
    )
