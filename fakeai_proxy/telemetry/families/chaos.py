"""`fakeai_proxy_chaos_*`: faults that were injected on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import Metric

from fakeai_proxy.telemetry.snapshot import Snapshot

from .build import counter, gauge


def metrics(snapshot: Snapshot) -> Iterator[Metric]:
    """All of them."""
    counts = snapshot.chaos
    of = ("experiment",)
    help = "Faults that were injected."
    yield counter("fakeai_proxy_chaos_injected_total", help, ("experiment", "rule", "fault"), counts.injected)
    help = "Hits that came to nothing, and faults that had nothing to do, by why."
    yield counter("fakeai_proxy_chaos_skipped_total", help, ("experiment", "why"), counts.skipped)
    help = "Requests that matched, by what was decided: injected, observed, missed or skipped."
    yield counter("fakeai_proxy_chaos_decisions_total", help, ("experiment", "result"), counts.decisions)
    help = "Replies with a fault that are under way."
    yield gauge("fakeai_proxy_chaos_active", help, of, counts.active)
    help = "Hits that came to nothing since max_active replies had a fault already."
    yield counter("fakeai_proxy_chaos_overflow_total", help, of, counts.overflow)
    help = "Whether the experiment is under way (1) or over (0)."
    yield gauge("fakeai_proxy_chaos_experiment_running", help, of, counts.under_way)
