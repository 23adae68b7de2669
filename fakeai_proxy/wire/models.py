"""`GET /models`, `GET /models/{model}` and, of our own, `GET /models/{model}/capabilities`."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict


class ModelCard(TypedDict):
    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(TypedDict):
    object: Literal["list"]
    data: list[ModelCard]


class Modalities(TypedDict):
    input: list[str]
    output: list[str]


class Parameters(TypedDict):
    """Weights; null where they are not published."""

    total: int | None
    active: int | None


class Latency(TypedDict):
    """Of a request that is alone, with a prompt of that length and nothing cached."""

    prompt_tokens: int
    ttft_ms: float
    itl_ms: float | None
    """Null: the model writes no tokens."""
    kind: str
    """physics, fitted, hosted or estimate: what it goes by."""
    source: str


class ModelFacts(TypedDict):
    """All that the catalog holds of a model; null is unknown."""

    id: str
    object: Literal["model.capabilities"]
    created: int
    owned_by: str
    provider: str
    kind: str
    snapshot: str
    aliases: list[str]
    base: str | None
    """What it was fine-tuned from, or is like by the user's word."""
    context_window: int | None
    max_output_tokens: int | None
    dimensions: int | None
    knowledge_cutoff: str | None
    modalities: Modalities
    capabilities: dict[str, bool]
    parameters: Parameters
    architecture: dict[str, Any] | None
    deployment: dict[str, Any] | None
    pace: dict[str, Any] | None
    """Published TTFT in milliseconds and output tokens per second, with their source."""
    price: dict[str, Any] | None
    """US dollars per million tokens, and the day they were true."""


class ModelCapabilities(ModelFacts):
    """That, and how fast it is here."""

    latency: Latency | None
    """Null: it cannot be served on the GPUs that settings ask for."""
