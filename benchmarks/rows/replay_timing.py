"""A recorded stream of 200 chunks, replayed: when each chunk comes, against when it was recorded.

Times are seconds since the request was sent, so an error at the first chunk is an error of all. At speed 0
the whole stream is set against the time that it took when it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median

from benchmarks import cassettes, contention, paired
from benchmarks.client import streams
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import again, chats
from benchmarks.plan import Plan
from benchmarks.servers import ours
from benchmarks.servers.process import Server
from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Head

CHUNKS, TTFT, ITLS = 200, 0.25, (0.002, 0.040)
"""Seconds; each ITL is drawn evenly from between the two."""
HEAD = Head(200, (("content-type", "text/event-stream"),))
EVENT = b'data: {"choices":[{"index":0,"delta":{"content":"word"}}]}\n\n'
CYCLE = ("--set", "cassette.on_exhausted=cycle")
ERROR_MS, FASTER = 10.0, 10.0


def run(plan: Plan) -> Iterator[Finding]:
    path, requests = plan.folder / "timed.db", chats(CHUNKS, stream=True)
    recorded = write(path, requests[0])
    sent, rounds = again(requests[:1]), min(plan.rounds, 5)
    flags = ("--mode", "replay", "--cassette", str(path), *CYCLE)
    with ours.server(plan.confdir, *flags) as us:
        lost = contention.watch(us)
        played = burst(us, sent, rounds)
        lost_percent = lost()
    with ours.server(plan.confdir, *flags, "--speed", "0") as us:
        instant = burst(us, sent, rounds)
    errors = [
        1000 * abs(at - one.sent - due)
        for one in played
        for at, due in zip(one.arrivals, recorded, strict=True)
    ]
    took = median(one.arrivals[-1] - one.sent for one in instant)
    detail = {
        "errors_ms": errors,
        "instant_s": took,
        "recorded_s": recorded[-1],
        "core_lost_percent": lost_percent,
    }
    row = f"replayed stream of {CHUNKS} chunks"
    p99, p50 = (paired.percentile(errors, share) for share in (0.99, 0.5))
    measured = f"error of a chunk p50 {p50:.2f} ms, p99 {p99:.2f} ms"
    against = f"{rounds} streams, {lost_percent:.0f} % of core lost"
    yield Finding(row, measured, against, p99, " ms", Bound(at_most=ERROR_MS), detail)
    faster = recorded[-1] / took
    yield Finding(
        f"{row}, speed 0",
        f"{1000 * took:.1f} ms",
        f"recorded {recorded[-1]:.2f} s",
        faster,
        " x",
        Bound(at_least=FASTER),
    )


def burst(server: Server, sent: Iterator[bytes], rounds: int) -> list[streams.Stream]:
    """One stream after the other, after one that the server warms up with."""
    played = [
        one
        for _ in range(rounds + 1)
        for one in streams.load(server.port, sent, connections=1, limit=1).streams
    ]
    return played[1:]


def write(path: Path, sent: bytes) -> list[float]:
    """A cassette whose only recording is a stream; when its chunks are due."""
    clock, random = ManualClock(), Random(0)
    waits = [TTFT, *(random.uniform(*ITLS) for _ in range(CHUNKS - 1))]
    cassette = Cassette.open(path, readonly=False, clock=clock)
    recorder = cassette.recorder(cassettes.asked(sent), replace=False)
    clock.advance(TTFT)
    recorder.feed(HEAD)
    for wait in (0.0, *waits[1:]):
        clock.advance(wait)
        recorder.feed(Data(EVENT))
    recorder.feed(Data(b"data: [DONE]\n\n"))
    recorder.feed(End())
    recorder.close()
    cassette.close()
    return list(accumulate(waits))
