"""Upper bounds of histogram buckets, without the last one, +Inf."""

from __future__ import annotations

from math import exp, floor, log, log10

Buckets = tuple[float, ...]

# vLLM's, which NIM shares.
TTFT: Buckets = (
    *(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0),
    *(20.0, 40.0, 80.0, 160.0, 640.0, 2560.0),
)
ITL: Buckets = (
    *(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0),
    *(20.0, 40.0, 80.0),
)
LATENCY: Buckets = (
    *(0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 2.5, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 60.0),
    *(120.0, 240.0, 480.0, 960.0, 1920.0, 7680.0),
)
CHOICES: Buckets = (1.0, 2.0, 5.0, 10.0, 20.0)
TOKENS: Buckets = tuple(float(m * 10**e) for e in range(7) for m in (1, 2, 5))
"""1-2-5 up to five millions; each model shows those within its context."""


def logarithmic(low: float, high: float, count: int) -> Buckets:
    """0, then `count` - 1 bounds from `low` to `high`, evenly spaced in their logarithms, of two digits.

    As Dynamo's frontend makes them (lib/llm/src/http/service/metrics.rs): repeated bounds are left out.
    """
    span = log(high) - log(low)
    bounds = [two_digits(exp(log(low) + span * i / (count - 1))) for i in range(1, count)]
    return tuple(dict.fromkeys((0.0, *bounds)))


def two_digits(value: float) -> float:
    """`value` rounded to two significant digits."""
    return round(value, 1 - floor(log10(value)))


FRONTEND_TTFT = logarithmic(0.001, 480, 18)
FRONTEND_ITL = logarithmic(0.001, 2, 13)
FRONTEND_DURATION = logarithmic(1, 512, 10)
FRONTEND_INPUT = logarithmic(50, 128_000, 12)
FRONTEND_OUTPUT = logarithmic(50, 32_000, 10)
EMBEDDING = logarithmic(0.001, 10, 14)
HIT_RATE: Buckets = tuple(i / 20 for i in range(21))
ROUNDTRIP: Buckets = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
WORK: Buckets = (
    *(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0),
    *(120.0, 300.0, 600.0),
)
OWN_TIME: Buckets = (
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
    *(60.0, 120.0, 300.0),
)
"""Of our own families: from an instant answer to a long one."""
