"""What exchanges would have cost."""

from __future__ import annotations

from typing import NamedTuple

from fakeai_proxy.catalog.architecture import Price

from .cube import Sums

MILLION = 1e6


class Cost(NamedTuple):
    """US dollars."""

    input: float
    """Of the prompt tokens that were not cached."""
    cached_input: float
    output: float

    @property
    def total(self) -> float:
        return sum(self)

    def plus(self, other: Cost) -> Cost:
        return Cost(*(mine + its for mine, its in zip(self, other, strict=True)))


def cost_of(sums: Sums, price: Price | None, batch: bool = False) -> Cost | None:
    """The cost of what was summed, at `price`; None where a price that it takes is not known.

    Cached tokens cost what others do where they have no known price of their own, and always in a batch.
    """
    if price is None:
        return None
    fresh = sums.prompt_tokens - sums.cached_tokens
    if not batch:
        cached = price.input if price.cached_input is None else price.cached_input
        rates = (price.input, cached, price.output)
    elif price.batch_input is None or (price.batch_output is None and sums.completion_tokens):
        return None
    else:
        rates = (price.batch_input, price.batch_input, price.batch_output or 0.0)
    counts = (fresh, sums.cached_tokens, sums.completion_tokens)
    return Cost(*(count * rate / MILLION for count, rate in zip(counts, rates, strict=True)))
