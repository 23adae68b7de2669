"""Resident memory: flat over many short requests, and bounded over many long prompts that never come again.

Every request is unique, so whatever is remembered of a request shows. Growth counts from after a warm-up.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.client import answers
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, unique_chats
from benchmarks.plan import Plan
from benchmarks.servers import ours

WARMUP = 2_000
SHORT_MB, LONG_MB = 20.0, 100.0


def run(plan: Plan) -> Iterator[Finding]:
    yield grown(plan, "memory, short requests", plan.short_requests, 20, SHORT_MB)
    yield grown(plan, "memory, 500-word prompts", plan.long_prompts, 500, LONG_MB)


def grown(plan: Plan, row: str, count: int, words: int, most: float) -> Finding:
    """A fresh server's growth over `count` unique prompts of `words` words."""
    requests = unique_chats(count, SHORT_ANSWER, words=words)
    warmup = min(WARMUP, plan.short_requests // 4)
    with ours.server(plan.confdir, *ours.ZERO_LATENCY) as us:
        answers.load(us.port, unique_chats(warmup, SHORT_ANSWER, start=count), connections=plan.connections)
        before = us.rss()
        answers.load(us.port, requests, connections=plan.connections)
        after = us.rss()
    detail = {"before_mb": before, "after_mb": after, "requests": count}
    measured = f"{before:.0f} to {after:.0f} MB"
    return Finding(row, measured, f"{count:,} requests", after - before, " MB", Bound(at_most=most), detail)
