"""The [kv_cache] section."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Policy = Literal["kv", "dynamo", "round-robin", "random", "least-loaded", "power-of-two"]
Eviction = Literal["lru", "lfu", "ttl"]
Weight = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]


class KVCacheSettings(BaseModel):
    """Workers, what each keeps of the prompts it has seen, and which of them takes a request."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(
        default=True, description="Find prompts again whose beginning was computed before; false: never."
    )
    block_size: int = Field(
        default=16, ge=1, le=128, description="Tokens of a block; only whole blocks are found."
    )
    num_workers: int = Field(default=4, ge=1, le=64, description="Workers of each model.")
    blocks: int | None = Field(
        default=None,
        ge=1,
        le=10_000_000,
        description="Blocks that fit on a worker; without it, what its GPUs have room for.",
        examples=[4096],
    )
    watermark: float = Field(
        default=0.01,
        ge=0,
        le=0.5,
        allow_inf_nan=False,
        description="Share of the blocks kept free when a request is admitted.",
    )
    eviction: Eviction = Field(
        default="lru",
        description=(
            "Which unused block goes first. lru: the least recently used; lfu: the least frequently used; "
            "ttl: as lru, and every block ttl_seconds after its last use."
        ),
    )
    ttl_seconds: Seconds = Field(
        default=300.0,
        description="Life of an unused block. Where only this is set, eviction is ttl.",
    )
    routing: Policy = Field(
        default="kv",
        description=(
            "Who takes a request. kv: the lowest cost by cached prefix and load; dynamo: by NVIDIA Dynamo's "
            "formula; least-loaded: the fewest requests; power-of-two: the less loaded of two drawn; "
            "round-robin; random."
        ),
    )
    overlap_weight: float = Field(
        default=1.0,
        ge=0,
        le=2,
        allow_inf_nan=False,
        description="Weight of the blocks left to prefill, in kv; credit of a cached block, in dynamo.",
    )
    load_balance_weight: Weight = Field(
        default=0.5, description="Cost of each active request, in blocks, in kv and dynamo."
    )
    prefill_load_scale: Weight = Field(
        default=1.0, description="Weight of the blocks left to prefill, in dynamo."
    )
    credit_decay: Weight = Field(
        default=0.0,
        description="How fast a worker's credit for cached blocks falls with its prefill load, in dynamo.",
    )
    temperature: Weight = Field(
        default=0.0, description="0: the lowest cost; above, drawn by softmax of the costs, in kv and dynamo."
    )
    breaker_failures: int = Field(
        default=5, ge=1, le=1_000, description="Failures in a row after which a worker is left alone."
    )
    breaker_seconds: Seconds = Field(
        default=30.0, description="Simulated seconds until such a worker is tried again, with one request."
    )
    prompt_caching: bool = Field(default=True, description="Report cached tokens in usage; false: always 0.")
    min_tokens: int = Field(
        default=1024,
        ge=0,
        le=10_000_000,
        description="Least cached tokens that OpenAI's models report; above, they count in steps of 128.",
    )

    @model_validator(mode="before")
    @classmethod
    def _ttl_alone_is_meant(cls, given: Any) -> Any:
        if isinstance(given, dict) and "ttl_seconds" in given and "eviction" not in given:
            return {**given, "eviction": "ttl"}
        return given

    def capacity(self, kv_tokens: int) -> int:
        """Blocks of a worker whose memory has room for `kv_tokens` tokens' keys and values; at least 1."""
        return self.blocks or max(kv_tokens // self.block_size, 1)
