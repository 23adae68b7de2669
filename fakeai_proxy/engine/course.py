"""How a job goes that no other delays: when its tokens come, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .job import Job
from .pricing import Chunk, Cost, Pricing
from .sequence import burst_totals
from .throttle import Clocked, throttled

FREE = Cost(0.0)
NO_GAPS: NDArray[np.float64] = np.empty(0)


class Course(NamedTuple):
    """Of one job, in simulated seconds."""

    first: float
    """From its arrival to the first burst."""
    gaps: NDArray[np.float64]
    """Before each burst after it."""
    totals: tuple[int, ...]
    """Tokens after each burst, where they are not one a burst."""
    prefill: Cost
    """All of it."""
    decode: Cost
    """The mean step."""

    @property
    def bursts(self) -> int:
        """One at least, be it without a token."""
        return len(self.gaps) + 1

    def between(self, one: int, other: int) -> float:
        """Seconds from burst number `one` to number `other`, counted from 1."""
        if one == 1 and other == self.bursts:
            return self.decode.seconds * len(self.gaps)
        if other == one + 1:
            return float(self.gaps[one - 1])
        return float(self.gaps[one - 1 : other - 1].sum())

    def itls(self, told: int) -> NDArray[np.float64]:
        """Between the first `told` tokens, of which several may come at once."""
        if not self.totals:
            return self.gaps[: max(told - 1, 0)]
        spread = np.zeros(self.totals[-1])
        spread[list(self.totals[:-1])] = self.gaps
        return spread[1:told]


def priced_course(job: Job, pricing: Pricing, cached: int, budget: int, delay: float) -> Course:
    """As on a worker of its own. `budget`: tokens of a step; `delay`: seconds before its first token."""
    totals = burst_totals(job)
    prefill, decode, seconds = _costs(job, pricing, cached, budget, len(totals) or max(job.output_tokens, 1))
    outside = pricing.outside(job.prompt_tokens - cached)
    return Course(delay + outside + prefill.seconds, seconds, totals, prefill, decode)


def throttled_course(course: Course, clock: Clocked) -> Course:
    """`course` on cards of that `clock`, as it is in the beginning."""
    prefill = throttled(course.prefill, clock(course.prefill))
    decode = throttled(course.decode, clock(course.decode), course.decode) if course.decode.seconds else FREE
    gaps = course.gaps * (decode.seconds / course.decode.seconds) if decode.seconds else course.gaps
    return Course(
        course.first + prefill.seconds - course.prefill.seconds, gaps, course.totals, prefill, decode
    )


def fixed_course(job: Job, gaps: Sequence[float], pricing: Pricing, cached: int, budget: int) -> Course:
    """At the given times. The GPUs do the same work as without them, in more or less time."""
    totals = burst_totals(job)
    bursts = len(totals) or max(job.output_tokens, 1)
    prefill, decode, _ = _costs(job, pricing, cached, budget, bursts)
    taken = np.array(gaps[:bursts])
    mean = float(taken[1:].mean()) if bursts > 1 else 0.0
    first = float(taken[0])
    return Course(first, taken[1:], totals, _within(prefill, first), _within(decode, mean))


def _costs(
    job: Job, pricing: Pricing, cached: int, budget: int, bursts: int
) -> tuple[Cost, Cost, NDArray[np.float64]]:
    """All of the prefill, the mean decode step, and the seconds of each of them."""
    tokens = max(job.prompt_tokens, 1)
    prefill = pricing.step(0, 0, (Chunk(min(budget, tokens - cached), cached),))
    if tokens - cached > budget:
        rest = _chunks(cached + budget, tokens, budget)
        prefill = _sum([prefill, *(pricing.step(0, 0, (chunk,)) for chunk in rest)])
    if bursts == 1:
        return prefill, FREE, NO_GAPS
    seconds, decode = pricing.decode(job.choices, job.choices * (job.prompt_tokens + 1), bursts - 1)
    return prefill, decode, seconds


def _chunks(cached: int, tokens: int, budget: int) -> list[Chunk]:
    return [Chunk(min(budget, tokens - before), before) for before in range(cached, tokens, budget)]


def _sum(costs: Sequence[Cost]) -> Cost:
    """One after the other: seconds add up, shares are means over them."""
    total = costs[0]
    for cost in costs[1:]:
        seconds = total.seconds + cost.seconds
        old, new = total.seconds / seconds, cost.seconds / seconds
        total = Cost(
            seconds,
            total.dram * old + cost.dram * new,
            total.tensor * old + cost.tensor * new,
            total.nvlink * old + cost.nvlink * new,
        )
    return total


def _within(cost: Cost, seconds: float) -> Cost:
    """The same work in `seconds`; what no GPU could do in that time is left out."""
    if seconds <= 0:
        return FREE
    pace = cost.seconds / seconds
    return Cost(seconds, min(cost.dram * pace, 1.0), min(cost.tensor * pace, 1.0), cost.nvlink * pace)
