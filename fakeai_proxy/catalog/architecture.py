"""What the weights of a model are like, where it is served, how fast and at what price."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field

Precision = Literal["bf16", "fp8", "fp4", "mxfp4", "int4"]
Engine = Literal["vllm", "trtllm", "sglang"]
BYTES: Mapping[Precision, float] = MappingProxyType(
    {"bf16": 2.0, "fp8": 1.0, "fp4": 0.5625, "mxfp4": 0.53125, "int4": 0.53}
)
"""Of one parameter in it, scales included."""

Count = Annotated[int, Field(ge=1)]
Some = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


def dated(text: str) -> str:
    """`text`, if it is a date. Raises ValueError."""
    if text and not DATE.fullmatch(text):
        raise ValueError(f"'{text[:60]}' is not a date: YYYY-MM or YYYY-MM-DD")
    return text


Date = Annotated[str, AfterValidator(dated)]
"""YYYY-MM-DD, YYYY-MM, or nothing."""
STRICT = ConfigDict(extra="forbid")
"""The bounds hold where the values come from a user: our own files are tested."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """The shape of a transformer whose weights are public."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    layers: Count
    hidden: Count
    heads: Count
    kv_heads: Count
    head_dim: Count
    """Elements of a head; of the compressed key and value together where `mla` (576 in DeepSeek's)."""
    dense: Positive
    """Parameters that every token passes."""
    experts: Amount = 0.0
    """Parameters of all routed experts together."""
    expert_count: Some = 0
    top_k: Some = 0
    """Experts that a token passes."""
    moe_layers: Some = 0
    mla: bool = False
    """Multi-head latent attention: one compressed KV entry a token, the same on every GPU."""
    window: Some = 0
    """Tokens that a sliding-window layer looks back; 0: there is none."""
    windowed: Share = 0.0
    """Share of the layers that have the window."""
    embedding: Amount = 0.0
    """Parameters of the token embedding, where the output has its own: held, but one row a token is read."""
    estimated: bool = False
    """Whether the shape is that of other models of this size, since only a name is known."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """How one replica of a model is served."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    gpu: str
    """A name in the table of GPUs: H100-80GB."""
    count: Count
    precision: Precision
    engine: Engine = "vllm"


@dataclass(frozen=True, slots=True)
class Pace:
    """What others measured of a model that only its maker serves."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    ttft_ms: Positive
    tokens_per_second: Positive
    source: str
    """Who published it, and when."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    input: Amount
    output: Amount
    cached_input: Amount | None = None
    batch_input: Amount | None = None
    batch_output: Amount | None = None
    date: Date = ""
    """When it was true: YYYY-MM-DD or YYYY-MM."""
