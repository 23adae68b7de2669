"""What is known of one model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from .architecture import Architecture, Deployment, Pace, Price

Kind = Literal[
    "chat",
    "completion",
    "embedding",
    "rerank",
    "moderation",
    "image",
    "speech",
    "transcription",
    "realtime",
]
"""What is asked of it: `speech` reads text aloud, `transcription` writes down what is said."""
WRITERS: tuple[Kind, ...] = ("chat", "completion", "realtime")
"""They write token after token."""
READERS: tuple[Kind, ...] = ("embedding", "rerank", "moderation")
"""All their work is to read the prompt."""
Modality = Literal["text", "image", "audio", "video"]
Capability = Literal[
    "streaming", "tools", "structured_outputs", "predicted_outputs", "prompt_caching", "fine_tuning", "batch"
]

CUSTOM = "custom"
"""Provider of what no file of the catalog holds: models of the user, and names that clients came up with."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model as `GET /v1/models` lists it, with what answering in its name takes."""

    id: str
    owner: str
    """`owned_by` on the wire."""
    created: int
    """Unix seconds."""
    provider: str = CUSTOM
    """The file of the catalog that holds it."""
    kind: Kind = "chat"
    snapshot: str = ""
    """The dated id that answers carry; by default the model's own."""
    encoding: str = "o200k_base"
    token_factor: float = 1.0
    """Tokens of this model per token of `encoding`: 1 is exact, other values are estimates."""
    context_window: int = 128_000
    """Tokens of prompt and answer together; of the input, for an embedding model; 0 where none is given."""
    max_output_tokens: int = 16_384
    dimensions: int = 0
    """Length of the vectors of an embedding model, 0 for others."""
    min_dimensions: int = 0
    """Least `dimensions` a client may ask for; 0: it may not ask."""
    input_modalities: tuple[Modality, ...] = ("text",)
    output_modalities: tuple[Modality, ...] = ("text",)
    """Of an embedding, rerank or moderation model none: it answers with numbers."""
    capabilities: tuple[Capability, ...] = ("streaming",)
    """What its maker says that it can do; what is not here is not known of it."""
    reasoning: bool = False
    """Whether it may think, in tokens of its own, before it answers."""
    knowledge_cutoff: str = ""
    """YYYY-MM or YYYY-MM-DD; "" where its maker gives none."""
    system_fingerprint: str | None = None
    aliases: tuple[str, ...] = ()
    base: str = ""
    """Id of the model it was fine-tuned from, or is like by the user's word."""
    parameters: float | None = None
    """Weights in all; None where its maker does not tell."""
    active_parameters: float | None = None
    """Weights that one token passes: fewer than all in a mixture of experts."""
    architecture: Architecture | None = None
    """None where the weights are not public."""
    deployment: Deployment | None = None
    """How one replica is served unless settings say otherwise."""
    pace: Pace | None = None
    price: Price | None = None

    def __post_init__(self) -> None:
        if not self.snapshot:
            object.__setattr__(self, "snapshot", self.id)

    @property
    def mixture(self) -> bool:
        """Is it a mixture of experts, as far as its architecture is known?"""
        return self.architecture is not None and self.architecture.expert_count > 0

    @property
    def reducible(self) -> bool:
        """Whether the `dimensions` parameter is taken."""
        return self.min_dimensions > 0

    @property
    def priming(self) -> int:
        """Prompt tokens that begin the reply of a chat: one less in the format of reasoning models."""
        return 2 if self.reasoning else 3


class Shelf(Protocol):
    """Models that are read when they are asked for."""

    def find(self, name: str) -> Model | None:
        """The model of that id, alias, or id after its provider's name and a slash."""
        ...

    def read(self) -> tuple[Model, ...]:
        """All of them, in a fixed order."""
        ...
