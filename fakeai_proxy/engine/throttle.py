"""Steps on cards whose clock is low.

What computes takes as much longer as the clock is slower; what waits for the memory, whose clock stays, does
not. All of a prefill computes, and of the decoding as large a share of the time as tensor cores are busy.
"""

from __future__ import annotations

from collections.abc import Callable

from .pricing import Cost

Clocked = Callable[[Cost], float]
"""The share of the usual clock at which a step of that cost is done."""
NOTHING = Cost(0.0)


def throttled(step: Cost, clock: float, decoding: Cost = NOTHING) -> Cost:
    """`step` at a share `clock` of the usual clock; `decoding` is what it would cost without its prefill.

    Bytes spread over the longer time. Shares of the tensor cores are of clock cycles, of which fewer pass.
    """
    if clock >= 1 or not step.seconds:
        return step
    waits = decoding.seconds * (1 - decoding.tensor)
    seconds = waits + (step.seconds - waits) / clock
    slower = seconds / step.seconds
    tensor = min(step.tensor / (clock * slower), 1.0)
    return Cost(seconds, step.dram / slower, tensor, step.nvlink / slower)
