"""Names of fine-tuned models, as OpenAI gives them."""

from __future__ import annotations

from typing import NamedTuple


class FineTune(NamedTuple):
    """`ft:gpt-4o-mini-2024-07-18:acme:billing:9xYz`; without a suffix `ft:gpt-4o-mini:acme::9xYz`."""

    base: str
    organization: str = ""
    suffix: str = ""
    id: str = ""
    checkpoint: str = ""
    """`ckpt-step-90`, of a model as it was during the training."""


def fine_tune(name: str) -> FineTune | None:
    """The parts of a fine-tuned model's name, as many as it has; None where it is none."""
    prefix, *parts = name.split(":", 5)
    return FineTune(*parts) if prefix == "ft" and parts and parts[0] else None
