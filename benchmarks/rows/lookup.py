"""Finding a recording among many: the median of `Cassette.find`, in this process, large against small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from benchmarks import cassettes, paired
from benchmarks.finding import Bound, Finding
from benchmarks.plan import Plan
from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.core.clock import SystemClock

SMALL = 100
"""Also how many are looked up a round: all of the small cassette, a sample of the large one."""


def run(plan: Plan) -> Iterator[Finding]:
    sizes = {f"{count:,} interactions": count for count in (plan.large_cassette, SMALL)}
    measures: dict[str, Callable[[], float]] = {}
    for name, count in sizes.items():
        path = plan.folder / f"lookup-{count}.db"
        cassettes.write(path, count)
        measures[name] = lookups(path, count)
    figures = paired.interleave(measures, 3 * plan.rounds)
    large, small = figures.values()
    yield Finding(
        "lookup, p50",
        f"{median(large):.0f} us among {plan.large_cassette:,}",
        f"{median(small):.0f} us among {SMALL}",
        paired.ratio(large, small),
        " x",
        Bound(at_most=1.2),
        {"microseconds": figures},
    )


def lookups(path: Path, count: int) -> Callable[[], float]:
    """Median microseconds of finding SMALL recordings of a cassette that is opened anew."""
    sample = sorted(Random(0).sample(range(count), SMALL))
    sent = [each for at, each in enumerate(cassettes.requests(count)) if at in set(sample)]
    Random(1).shuffle(sent)

    def measure() -> float:
        cassette = Cassette.open(path, readonly=True, clock=SystemClock())
        try:
            return 1e6 * median(one_lookup(cassette, each) for each in sent)
        finally:
            cassette.close()

    return measure


def one_lookup(cassette: Cassette, sent: bytes) -> float:
    """Seconds, of a request that has to be there."""
    request = cassettes.asked(sent)
    before = perf_counter()
    found = cassette.find(request)
    took = perf_counter() - before
    if not isinstance(found, Match):
        raise LookupError(f"not found: {found}")
    return took
