"""What the proxy itself sees of how well all goes, over a window of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

MetricName = Literal[
    "client_success_ratio",
    "client_error_ratio",
    "attempt_error_ratio",
    "unmatched_upstream_5xx",
    "latency_p50",
    "latency_p95",
    "latency_p99",
    "ttfb_p50",
    "ttfb_p95",
    "ttfb_p99",
    "requests",
]


class Outcome(NamedTuple):
    """How one exchange ended, as the client saw it."""

    at: float
    """Seconds of the machine's clock."""
    subject: bytes
    """The logical request."""
    ok: bool
    """Complete, and below 400."""
    status: int
    """0: no head came."""
    seconds: float
    """To the end."""
    ttfb: float
    """To the head; nan where none came."""
    touched: bool
    """With a fault in it."""
    live: bool


class Reading(NamedTuple):
    """A value, and how many outcomes it is made of; nan of none."""

    value: float
    outcomes: int


Outcomes = Sequence[Outcome]


def client_errors(outcomes: Outcomes) -> Reading:
    """Of logical requests: one whose retry succeeds has not failed; one that is not retried has."""
    succeeded, pending = 0, set()
    for one in outcomes:
        if one.ok:
            succeeded += 1
            pending.discard(one.subject)
        else:
            pending.add(one.subject)
    return ratio(len(pending), succeeded + len(pending))


def client_successes(outcomes: Outcomes) -> Reading:
    failed = client_errors(outcomes)
    return Reading(1 - failed.value, failed.outcomes)


def attempt_errors(outcomes: Outcomes) -> Reading:
    return ratio(sum(not one.ok for one in outcomes), len(outcomes))


def upstream_errors(outcomes: Outcomes) -> Reading:
    """Of live replies that nobody touched."""
    untouched = [one for one in outcomes if one.live and not one.touched]
    return ratio(sum(one.status >= 500 or not one.status for one in untouched), len(untouched))


def ratio(part: int, whole: int) -> Reading:
    return Reading(part / whole if whole else float("nan"), whole)


def percentile(of: Literal["seconds", "ttfb"], share: int) -> Callable[[Outcomes], Reading]:
    def read(outcomes: Outcomes) -> Reading:
        values = np.array([getattr(one, of) for one in outcomes])
        known = values[np.isfinite(values)]
        return Reading(float(np.percentile(known, share)) if len(known) else float("nan"), len(known))

    return read


METRICS: Mapping[MetricName, tuple[str, Callable[[Outcomes], Reading]]] = {
    "client_success_ratio": (
        "Share of logical requests that got a complete answer below 400, if need be by a retry.",
        client_successes,
    ),
    "client_error_ratio": ("Share of logical requests that did not.", client_errors),
    "attempt_error_ratio": ("Share of attempts that did not.", attempt_errors),
    "unmatched_upstream_5xx": (
        "Share of the live replies without a fault of ours that were 5xx or never came.",
        upstream_errors,
    ),
    "latency_p50": ("Seconds to the end of a reply, median.", percentile("seconds", 50)),
    "latency_p95": ("The same, 95th percentile.", percentile("seconds", 95)),
    "latency_p99": ("The same, 99th percentile.", percentile("seconds", 99)),
    "ttfb_p50": ("Seconds to the head of a reply, median.", percentile("ttfb", 50)),
    "ttfb_p95": ("The same, 95th percentile.", percentile("ttfb", 95)),
    "ttfb_p99": ("The same, 99th percentile.", percentile("ttfb", 99)),
    "requests": ("Exchanges that ended.", lambda outcomes: Reading(float(len(outcomes)), len(outcomes))),
}
