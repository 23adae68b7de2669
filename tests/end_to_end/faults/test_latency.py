"""Faults of time: every byte arrives, and none of them early. How late it may be depends on the machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from .asks import ASKS, live
from .captured import Ended
from .clients import Http
from .conftest import Exchange, Source

MS = 0.001
SLACK = 0.002
"""Clocks of client and proxy are the same, their timers are not."""
EVERY: tuple[Mapping[str, Any], ...] = (
    {"type": "latency.request", "delay": 20},
    {"type": "latency.headers", "delay": {"kind": "uniform", "min_ms": 20, "max_ms": 25}},
    {"type": "latency.first_token", "delay": {"kind": "normal", "mean_ms": 20, "sd_ms": 0}},
    {"type": "latency.tokens", "delay": {"kind": "pareto", "min_ms": 2, "alpha": 9, "max_ms": 4}},
    {"type": "latency.pace", "tokens_per_second": 400},
    {"type": "latency.pace", "factor": 3},
    {"type": "latency.end", "delay": {"kind": "lognormal", "median_ms": 20, "sigma": 0.01}},
    {"type": "latency.bandwidth", "kib_per_second": 200},
    {"type": "latency.load", "factor": 4, "full": 2},
    {"type": "latency.spikes", "every_s": 60, "for_s": 1, "delay": {"kind": "empirical", "values_ms": [2]}},
)


def called(given: Mapping[str, Any]) -> str:
    return "-".join([given["type"], *(key for key in given if key in ("factor", "tokens_per_second"))])


@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("given", EVERY, ids=called)
def test_the_content_is_the_same(
    exchange: Exchange, given: Mapping[str, Any], streamed: bool, http: Http
) -> None:
    got = exchange(given, "live", streamed=streamed, http=http, play="pace=0.001")
    assert got.body == live(ASKS["chat"], streamed)
    assert (got.status, got.ended) == (200, Ended("complete"))


@pytest.mark.parametrize("given", EVERY, ids=called)
def test_what_we_make_is_whole(exchange: Exchange, given: Mapping[str, Any]) -> None:
    replayed = exchange(given, "replayed")
    assert (replayed.body, replayed.ended) == (live(ASKS["chat"]), Ended("complete"))
    synthesized = exchange(given, ask=ASKS["chat"].but(max_tokens=8))
    assert (synthesized.events[-1], synthesized.ended) == (b"data: [DONE]\n\n", Ended("complete"))


@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("fault", ["latency.request", "latency.headers"])
def test_the_head_is_late(exchange: Exchange, source: Source, fault: str, streamed: bool) -> None:
    got = exchange({"type": fault, "delay": 30}, source, streamed=streamed, ask="usage")
    assert got.times[0] >= 30 * MS - SLACK


def test_a_late_head_is_followed_by_a_burst(exchange: Exchange, http: Http) -> None:
    got = exchange({"type": "latency.headers", "delay": 60}, "live", http=http, play="pace=0.001")
    assert got.times[0] >= 60 * MS - SLACK
    assert got.pieces[0].count(b"\n\n") > 1


def test_the_first_token_is_late(exchange: Exchange, source: Source, http: Http) -> None:
    got = exchange({"type": "latency.first_token", "delay": 60}, source, http=http, ask="usage")
    assert got.pieces[0].count(b"\n\n") == 1  # the role alone
    assert got.times[1] >= 60 * MS - SLACK


@pytest.mark.parametrize(
    "given",
    [{"type": "latency.tokens", "delay": 3}, {"type": "latency.pace", "tokens_per_second": 333}],
    ids=called,
)
def test_tokens_come_one_by_one(exchange: Exchange, given: Mapping[str, Any], source: Source) -> None:
    got = exchange(
        given, source, ask=ASKS["usage"].but(max_tokens=20) if source == "synthesized" else "usage"
    )
    assert len(got.pieces) > 1  # a busy machine reads several at once
    assert got.times[-1] >= 10 * 3 * MS - SLACK


def test_a_slow_tail(exchange: Exchange, http: Http) -> None:
    got = exchange({"type": "latency.tokens", "delay": 10}, "live", http=http, when={"after_tokens": 8})
    assert got.body == live(ASKS["chat"])
    assert got.times[-1] >= 3 * 10 * MS - SLACK


def test_a_line_carries_so_much_a_second(exchange: Exchange, source: Source) -> None:
    got = exchange({"type": "latency.bandwidth", "kib_per_second": 100}, source, ask="usage")
    assert got.times[-1] >= (len(got.body) / (100 * 1024)) - SLACK


def test_the_end_is_late(exchange: Exchange, http: Http) -> None:
    got = exchange({"type": "latency.end", "delay": 60_000}, "live", http=http, patience=0.6)
    assert got.ended == Ended("stalled")
    assert got.events[-1] == b"data: [DONE]\n\n"
