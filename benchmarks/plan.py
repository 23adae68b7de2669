"""How long and how often everything is measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a run. `folder` holds what servers share: a CA and cassettes."""

    folder: Path
    rounds: int = 7
    """Interleaved rounds; a figure is their median."""
    seconds: float = 2.0
    """Of one burst of load, its warm-up included."""
    connections: int = 32
    paced_streams: int = 300
    paced_chunks: int = 100
    sequential: int = 400
    """Requests of one burst on a single connection."""
    short_requests: int = 100_000
    long_prompts: int = 5_000
    """Unique prompts of 500 words."""
    large_cassette: int = 100_000
    """Interactions."""
    unique_prompts: int = 1_000_000
    """That the index of cached prefixes sees."""
    long_prompt_seconds: float = 6.0

    @property
    def warmup(self) -> float:
        return self.seconds / 5

    @property
    def confdir(self) -> Path:
        """One CA for all, so that no start pays for making it."""
        return self.folder / "ca"


def quick(folder: Path) -> Plan:
    """A smoke run in under a minute: rough figures, and memory and lookup rows too small to judge by."""
    return Plan(
        folder,
        rounds=2,
        seconds=0.6,
        paced_chunks=40,
        sequential=60,
        short_requests=2_000,
        long_prompts=100,
        large_cassette=2_000,
        unique_prompts=50_000,
        long_prompt_seconds=1.5,
    )
