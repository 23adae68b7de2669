"""One enormous prompt after another while others chat: what the others notice.

Eight connections ask without a pause. Their p99 counts the answers that overlap the time of a long prompt.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from benchmarks import paired
from benchmarks.client import answers
from benchmarks.client.connection import ask
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, again, chat, chats, prompt
from benchmarks.plan import Plan
from benchmarks.servers import ours
from benchmarks.servers.process import Server

WORDS = 120_000
LARGE_CONTEXT = "gpt-4.1"
OTHERS, WARMUP = 8, 500
AT_MOST_MS = 100.0

Span = tuple[float, float]


def run(plan: Plan) -> Iterator[Finding]:
    with ours.server(plan.confdir, *ours.ZERO_LATENCY) as us, ThreadPoolExecutor(1) as pool:
        answers.load(us.port, again(chats(SHORT_ANSWER)), connections=OTHERS, limit=WARMUP)
        quiet = answers.load(us.port, again(chats(SHORT_ANSWER)), connections=OTHERS, seconds=1.0)
        spans = pool.submit(long_prompts, us, plan.long_prompt_seconds)
        loaded = answers.load(
            us.port, again(chats(SHORT_ANSWER)), connections=OTHERS, seconds=plan.long_prompt_seconds + 1.0
        )
    within = [
        1000 * latency
        for latency, end in zip(loaded.latencies, loaded.ends, strict=True)
        if any(end >= start and end - latency <= stop for start, stop in spans.result())
    ]
    p99, p99_quiet = paired.percentile(within, 0.99), 1000 * paired.percentile(quiet.latencies, 0.99)
    took = [stop - start for start, stop in spans.result()]
    yield Finding(
        "120,000-word prompts",
        f"others' p99 {p99:.1f} ms",
        f"without them {p99_quiet:.1f} ms",
        p99,
        " ms",
        Bound(at_most=AT_MOST_MS),
        {"p99_ms": p99, "p99_quiet_ms": p99_quiet, "max_ms": max(within), "long_prompt_seconds": took},
    )


def long_prompts(server: Server, seconds: float) -> list[Span]:
    """Start and end of the long prompts asked one after the other for about `seconds`; at least one."""
    bodies = [chat(prompt(WORDS, seed), SHORT_ANSWER, model=LARGE_CONTEXT) for seed in range(4)]
    spans: list[Span] = []
    until = perf_counter() + seconds
    while not spans or perf_counter() < until:
        start = perf_counter()
        ask(server.port, bodies[len(spans) % len(bodies)])
        spans.append((start, perf_counter()))
    return spans
