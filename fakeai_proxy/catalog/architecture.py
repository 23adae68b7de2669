"""What the weights of a model are like, where it is served, how fast and at what price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["bf16", "fp8", "fp4", "mxfp4", "int4"]
Engine = Literal["vllm", "trtllm", "sglang"]


@dataclass(frozen=True, slots=True)
class Architecture:
    """The shape of a transformer whose weights are public."""

    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    """Elements of a head; of the compressed key and value together where `mla` (576 in DeepSeek's)."""
    dense: float
    """Parameters that every token passes."""
    experts: float = 0.0
    """Parameters of all routed experts together."""
    expert_count: int = 0
    top_k: int = 0
    """Experts that a token passes."""
    moe_layers: int = 0
    mla: bool = False
    """Multi-head latent attention: one compressed KV entry a token, the same on every GPU."""
    window: int = 0
    """Tokens that a sliding-window layer looks back; 0: there is none."""
    windowed: float = 0.0
    """Share of the layers that have the window."""
    estimated: bool = False
    """Whether the shape is that of other models of this size, since only a name is known."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """How one replica of a model is served."""

    gpu: str
    """A name in the table of GPUs: H100-80GB."""
    count: int
    precision: Precision
    engine: Engine = "vllm"


@dataclass(frozen=True, slots=True)
class Pace:
    """What others measured of a model that only its maker serves."""

    ttft_ms: float
    tokens_per_second: float
    source: str
    """Who published it, and when."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: float
    output: float
    cached_input: float | None = None
    batch_input: float | None = None
    batch_output: float | None = None
    date: str = ""
    """When it was true: YYYY-MM-DD or YYYY-MM."""
