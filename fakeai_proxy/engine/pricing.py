"""What a step of an engine costs: its time, and what the GPUs did meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Kind = Literal["fitted", "physics", "hosted", "estimate"]
"""What a price goes by, the best first."""


class Chunk(NamedTuple):
    """Prompt tokens that one sequence prefills in a step."""

    new: int
    before: int
    """Tokens of the same sequence that are there already, cached or prefilled."""


class Cost(NamedTuple):
    """One step, or the mean of several."""

    seconds: float
    dram: float = 0.0
    """Share of the memory bandwidth in use, 0..1, on each GPU of the worker."""
    tensor: float = 0.0
    """Share of the tensor cores' peak in use, 0..1."""
    nvlink: float = 0.0
    """Bytes per second that each GPU sends to the others, and as many that it receives."""


class Pricing(Protocol):
    """A deployment, as far as time goes. Pure: equal arguments, equal cost."""

    kv_tokens: int
    """Tokens whose keys and values fit on one worker."""
    gpus: int
    """GPUs of one worker."""

    def outside(self, new: int) -> float:
        """Seconds of a request outside of all steps, from the socket to the scheduler and back.

        `new` tokens of its prompt are computed, the others were cached.
        """
        ...

    def step(self, decoding: int, context: int, chunks: Sequence[Chunk]) -> Cost:
        """A step in which `decoding` sequences write a token each, over `context` tokens in all."""
        ...

    def decode(self, decoding: int, context: int, steps: int) -> tuple[NDArray[np.float64], Cost]:
        """Seconds of each of `steps` steps without prefill, and their mean cost.

        `context` is that of the first; it grows by `decoding` with every step.
        """
        ...
