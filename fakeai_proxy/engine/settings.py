"""The [engine] section."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from fakeai_proxy.catalog.architecture import Engine, Precision

from .formats import check_precision
from .hardware import gpu

Preemption = Literal["lifo", "fifo"]


class EngineSettings(BaseModel):
    """How each model is served: on what, by which engine, and how that engine batches."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gpu: str | None = Field(
        default=None,
        description="GPU of every worker, in place of the model's own choice.",
        examples=["H100-80GB"],
    )
    gpus: int | None = Field(
        default=None, ge=1, le=72, description="GPUs of one worker (tensor parallel).", examples=[2]
    )
    precision: Precision | None = Field(
        default=None, description="Of the weights, in place of the model's own.", examples=["fp8"]
    )
    backend: Engine | None = Field(
        default=None, description="The engine whose overheads are charged.", examples=["vllm"]
    )
    max_num_seqs: int = Field(
        default=256, ge=1, le=65_536, description="Sequences that one worker decodes at a time."
    )
    max_num_batched_tokens: int = Field(
        default=8192, ge=1, le=1_048_576, description="Tokens that one step may prefill and decode together."
    )
    chunked_prefill: bool = Field(
        default=True,
        description="Prefill a long prompt over several steps; else whole, when the step has room for it.",
    )
    preemption: Preemption = Field(
        default="lifo",
        description="Who makes room when blocks run out, and starts over: the last to come, or the first.",
    )
    max_waiting: int = Field(
        default=1000,
        ge=0,
        le=1_000_000,
        description="Requests that may queue at one worker; others are refused.",
    )
    disaggregated: bool = Field(
        default=False, description="Prefill and decode on different workers, with a transfer between."
    )
    prefill_workers: int | None = Field(
        default=None,
        ge=1,
        le=63,
        description="Workers that only prefill, where disaggregated; by default half of them.",
        examples=[1],
    )
    transfer_gbps: float = Field(
        default=64.0,
        gt=0,
        le=10_000,
        allow_inf_nan=False,
        description="Gigabytes per second at which keys and values go from prefill to decode.",
    )

    @field_validator("gpu")
    @classmethod
    def _card_is_known(cls, name: str | None) -> str | None:
        return name and gpu(name).name

    @field_validator("precision")
    @classmethod
    def _card_has_it(cls, precision: Precision | None, info: ValidationInfo) -> Precision | None:
        if precision and (card := info.data.get("gpu")):
            check_precision(precision, gpu(card))
        return precision

    @property
    def moves(self) -> bool:
        """Whether models run on anything but their own choice."""
        return (self.gpu, self.gpus, self.precision) != (None, None, None)

    @model_validator(mode="after")
    def _budget_serves_all(self) -> Self:
        if self.max_num_batched_tokens < self.max_num_seqs:
            raise ValueError(
                f"max_num_batched_tokens ({self.max_num_batched_tokens}) must be at least "
                f"max_num_seqs ({self.max_num_seqs}): each running sequence writes a token a step"
            )
        return self
