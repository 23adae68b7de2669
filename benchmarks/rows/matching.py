"""Finding recordings by every profile: a process of its own opens a large cassette and looks for some of it.

Looked for are, in a seeded order: requests as they were recorded, ones by another user, ones that ask for a
stream, and ones that were never recorded and so are looked for by every profile.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from benchmarks import cassettes
from benchmarks.finding import Bound, Finding
from benchmarks.plan import Plan
from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.cassette.matching.settings import MatchingSettings
from fakeai_proxy.core.clock import SystemClock
from fakeai_proxy.core.exchange import Request

SAMPLE = 2_000
"""Requests; the p99 is of them."""
SCOPES = "abc"
"""Each is looked for once by each of these, and the median counts: others use the machine too."""
VARIANTS: tuple[dict[str, Any], ...] = ({}, {"user": "somebody"}, {"stream": True}, {"temperature": 0.123})
"""What is asked beside what was recorded: nothing, or what the profiles do with it."""


def run(plan: Plan) -> Iterator[Finding]:
    path = plan.folder / f"lookup-{plan.large_cassette}.db"
    if not path.exists():
        cassettes.write(path, plan.large_cassette)
    program = f"from benchmarks.rows.matching import measure; measure({str(path)!r}, {plan.large_cassette})"
    command = [sys.executable, "-c", program]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    among, detail = f"among {plan.large_cassette:,}", {"figures": figures}
    p50 = f"{figures['p50_us']:.0f} us p50"
    yield Finding(
        "lookup, all profiles", p50, among, figures["p99_us"] / 1e3, " ms p99", Bound(at_most=2), detail
    )
    opened = f"{figures['opened_s']:.2f} s"
    yield Finding("lookup, cold open", opened, among, figures["opened_s"], " s", Bound(at_most=1), detail)
    memory = f"{figures['empty_mb']:.0f} to {figures['full_mb']:.0f} MB"
    yield Finding("lookup, memory", memory, among, figures["full_mb"], " MB", Bound(at_most=200), detail)


def measure(path: str, count: int) -> None:
    """In this process, which has opened nothing yet. Prints JSON."""
    asked = list(variants(count))
    empty, before = rss(), perf_counter()
    settings = MatchingSettings(profile="norm@1")
    cassette = Cassette.open(Path(path), readonly=True, clock=SystemClock(), matching=settings)
    opened = perf_counter() - before
    took = [
        median(one_lookup(cassette, replace(request, scope=scope), known) for scope in SCOPES)
        for request, known in asked
    ]
    figures = {
        "opened_s": opened,
        "p50_us": 1e6 * median(took),
        "p99_us": 1e6 * quantiles(took, n=100)[98],
        "worst_us": 1e6 * max(took),
        "empty_mb": empty,
        "full_mb": rss(),
    }
    print(json.dumps(figures))


def variants(count: int) -> Iterator[tuple[Request, bool]]:
    """Requests, and whether they were recorded."""
    chance = Random(0)
    chosen = set(chance.sample(range(count), min(SAMPLE, count)))
    for at, sent in enumerate(cassettes.requests(count)):
        if at in chosen:
            more = chance.choice(VARIANTS)
            request = cassettes.asked(sent)
            body = json.dumps({**json.loads(request.body), **more}).encode()
            yield Request("POST", request.path, headers=request.headers, body=body), "temperature" not in more


def one_lookup(cassette: Cassette, request: Request, known: bool) -> float:
    """Seconds."""
    before = perf_counter()
    found = cassette.find(request)
    took = perf_counter() - before
    if isinstance(found, Match) is not known:
        raise LookupError(f"found, or not found: {found}")
    return took


def rss() -> float:
    """Resident memory in MB."""
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024
