"""What `auto` stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TARGET_EPOCHS, FEWEST, MOST, LONGEST = 3, 100, 25_000, 25
"""Epochs that are aimed at; examples that all epochs together have at least and at most; most epochs then.
These are the rules of OpenAI's cookbook for preparing chat data."""
SHARE, LARGEST = 0.002, 256
"""Of the examples in a batch, as OpenAI told of its default; and most of them."""
RATE = 1.8
DPO: Mapping[str, Any] = {"beta": 0.1}
REINFORCEMENT: Mapping[str, Any] = {
    "compute_multiplier": 1.0,
    "eval_interval": 1,
    "eval_samples": 1,
}
BESIDE: Mapping[str, Mapping[str, Any]] = {"supervised": {}, "dpo": DPO, "reinforcement": REINFORCEMENT}
"""What a method has beside what all have."""
NAMES = ("n_epochs", "batch_size", "learning_rate_multiplier")


def asked(given: Mapping[str, Any] | None, method: str) -> dict[str, Any]:
    """What was asked for, and `auto` (a word of its own for efforts) for all else."""
    told = {name: value for name, value in (given or {}).items() if value is not None}
    efforts = {"reasoning_effort": "default"} if method == "reinforcement" else {}
    return {**dict.fromkeys((*NAMES, *BESIDE[method]), "auto"), **efforts, **told}


def resolved(wanted: Mapping[str, Any], method: str, examples: int) -> dict[str, Any]:
    """`wanted` (see `asked`) with numbers in place of `auto`, for a file of so many examples."""
    auto = {
        "n_epochs": epochs(examples),
        "batch_size": min(max(round(SHARE * examples), 1), LARGEST),
        "learning_rate_multiplier": RATE,
        **BESIDE[method],
    }
    return {name: auto[name] if value == "auto" else value for name, value in wanted.items()}


def epochs(examples: int) -> int:
    """More of them for few examples, fewer for many."""
    if examples * TARGET_EPOCHS < FEWEST:
        return min(LONGEST, FEWEST // max(examples, 1))
    return max(1, MOST // examples) if examples * TARGET_EPOCHS > MOST else TARGET_EPOCHS


def steps(numbers: Mapping[str, Any], examples: int) -> int:
    """Batches of all epochs together."""
    return int(numbers["n_epochs"]) * -(-examples // int(numbers["batch_size"]))
