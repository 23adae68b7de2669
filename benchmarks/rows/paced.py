"""Hundreds of streams at once, ITL 10 ms: what the client sees of the pace that was asked for.

All arrive together. Mean ITL is the mean over streams of (last - first) / (n - 1); p99 is over all gaps
between consecutive chunks of all streams.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean, median

from benchmarks import contention, paired
from benchmarks.client import answers, streams
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import again, chats
from benchmarks.plan import Plan
from benchmarks.servers import ours
from benchmarks.servers.process import Server

ITL_MS = 10.0
ROUNDS = 3
WARMUP = 300
LONGEST_GAP_MS = 25.0
DEVIATION_PERCENT = 3.0


def run(plan: Plan) -> Iterator[Finding]:
    with ours.server(plan.confdir, "--itl-ms", str(ITL_MS)) as us:
        answers.load(us.port, again(chats(1)), connections=plan.connections, limit=WARMUP)
        lost = contention.watch(us)
        seen = [burst(plan, us) for _ in range(min(plan.rounds, ROUNDS))]
        lost_percent = lost()
    itls = [1000 * mean(stream.itl for stream in each) for each in seen]
    p99s = [1000 * paired.percentile([gap for stream in each for gap in stream.gaps], 0.99) for each in seen]
    ttfts = [1000 * median(stream.ttft for stream in each) for each in seen]
    detail = {
        "itl_ms": itls,
        "itl_p99_ms": p99s,
        "ttft_ms": ttfts,
        "streams": plan.paced_streams,
        "core_lost_percent": lost_percent,
    }
    row, asked = (
        f"{plan.paced_streams} streams at once",
        f"asked {ITL_MS:g} ms, {lost_percent:.0f} % of core lost",
    )
    off = 100 * abs(median(itls) / ITL_MS - 1)
    yield Finding(
        row, f"ITL {median(itls):.2f} ms", asked, off, " % off", Bound(at_most=DEVIATION_PERCENT), detail
    )
    yield Finding(
        row, f"ITL p99 {median(p99s):.1f} ms", asked, median(p99s), " ms", Bound(at_most=LONGEST_GAP_MS), {}
    )


def burst(plan: Plan, server: Server) -> tuple[streams.Stream, ...]:
    """One stream of `paced_chunks` tokens on each of `paced_streams` connections."""
    tokens = {"min_tokens": plan.paced_chunks, "ignore_eos": True}
    requests = chats(plan.paced_chunks, stream=True, **tokens)
    count = plan.paced_streams
    return streams.load(server.port, again(requests), connections=count, limit=count).streams
