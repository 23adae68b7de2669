"""What is known of one model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["chat", "completion", "embedding"]


@dataclass(frozen=True, slots=True)
class Model:
    """One model as `GET /v1/models` lists it, with what answering in its name takes."""

    id: str
    owner: str
    """`owned_by` on the wire."""
    created: int
    """Unix seconds."""
    kind: Kind = "chat"
    snapshot: str = ""
    """The dated id that answers carry; by default the model's own."""
    encoding: str = "o200k_base"
    token_factor: float = 1.0
    """Tokens of this model per token of `encoding`: 1 is exact, other values are estimates."""
    context_window: int = 128_000
    """Tokens of prompt and answer together; of the input, for an embedding model."""
    max_output_tokens: int = 16_384
    dimensions: int = 0
    """Length of the vectors of an embedding model, 0 for others."""
    min_dimensions: int = 0
    """Least `dimensions` a client may ask for; 0: it may not ask."""
    reasoning: bool = False
    system_fingerprint: str | None = None
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.snapshot:
            object.__setattr__(self, "snapshot", self.id)

    @property
    def reducible(self) -> bool:
        """Whether the `dimensions` parameter is taken."""
        return self.min_dimensions > 0

    @property
    def priming(self) -> int:
        """Prompt tokens that begin the reply of a chat: one less in the format of reasoning models."""
        return 2 if self.reasoning else 3
