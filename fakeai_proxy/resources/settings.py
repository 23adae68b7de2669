"""The [resources] section."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def installed(engine: str) -> str:
    """`engine`, if it can be used. Raises ValueError."""
    if engine == "faiss" and find_spec("faiss") is None:
        raise ValueError("faiss is not installed: pip install 'fakeai-proxy[vector]', or choose numpy")
    return engine


VectorEngine = Annotated[Literal["numpy", "faiss"], AfterValidator(installed)]
Seconds = Annotated[float, Field(ge=0, le=31_536_000, allow_inf_nan=False)]


class ResourceSettings(BaseModel):
    """Where files, batches and the like are kept, and how many."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path | None = Field(
        default=None,
        description="An SQLite file that keeps them beyond the run; unset: in memory.",
        examples=["resources.db"],
    )
    max_objects: int = Field(
        default=10_000,
        ge=1,
        le=10_000_000,
        description="Objects kept of each kind; beyond that the oldest is forgotten.",
    )
    max_bytes: int = Field(
        default=256 * 1024 * 1024,
        ge=0,
        description="Bytes of all files together; what goes beyond is refused with 413.",
    )
    batch_seconds: Seconds = Field(
        default=0.5,
        description="Simulated seconds that a batch is validated, is finalized, or is cancelled, each.",
    )
    batch_request_seconds: Seconds = Field(
        default=0.001, description="Simulated seconds that a batch takes for each of its requests."
    )
    batch_window_seconds: Seconds = Field(
        default=86_400.0, description="Real seconds after which a batch that is not ready expires."
    )
    response_queue_seconds: Seconds = Field(
        default=0.2, description="Simulated seconds that a response in the background is queued."
    )
    invite_seconds: Seconds | None = Field(
        default=None,
        description="Simulated seconds after which an invite to the organization is accepted; unset: never.",
        examples=[10.0],
    )
    vector_store_file_seconds: Seconds = Field(
        default=0.5, description="Simulated seconds that a file of a vector store is in progress."
    )
    vector_engine: VectorEngine = Field(
        default="numpy",
        description="What finds the nearest vectors; `faiss` takes the extra `vector`. Both are exact.",
    )
    fine_tuning_seconds: Seconds = Field(
        default=8.0,
        description="Simulated seconds that a fine-tuning job runs; before that, it waits half as long.",
    )
