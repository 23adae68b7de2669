"""Decisions by thousands: what repeats, what is exact, and what stops when it must."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.chaos import ChaosSettings
from fakeai_proxy.chaos.armed import Ruling
from fakeai_proxy.chaos.meeting import Meeting
from fakeai_proxy.chaos.outcomes import OutcomeLog
from fakeai_proxy.chaos.running import Running
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request

from .asking import experiment, meeting, request
from .test_metrics import outcome

WIDE = {"max_active": 10**9, "max_duration": None}
MANY = 10_000
MIXED = (
    {"trigger": {"percent": 10}},
    {"trigger": {"percent": 25}, "fault": "connection.close"},
    {"trigger": {"percent": 50, "per": "session"}, "fault": "stream.cut", "match": {"stream": True}},
)


def plain(n: int) -> Request:
    """One of many, quickly made."""
    return Request("POST", "/v1/chat/completions", body=b'{"model": "gpt-4o", "prompt": %d}' % n)


@cache
def many() -> list[Meeting]:
    """Every one twice, half of them streamed."""
    return [meeting(request(n // 2, body={"stream": n % 4 == 0})) for n in range(MANY)]


def running(
    *rules: dict[str, Any],
    seed: int = 0,
    clock: ManualClock | None = None,
    log: OutcomeLog | None = None,
    **fields: Any,
) -> Running:
    written = experiment(*rules, **{"safety": WIDE, **fields})
    return Running(written, ChaosSettings(), seed, clock or ManualClock(), log or OutcomeLog())


def rulings(of: Running, asked: Iterable[Request]) -> list[Ruling | None]:
    return [of.rule(meeting(one)) for one in asked]


def decisions(seed: int, threads: int) -> dict[bytes, list[tuple[str, float | None, int]]]:
    """What is decided on each request, whichever of two same ones came first."""
    decided = defaultdict(list)
    of = running(*MIXED, seed=seed)

    def decide(thread: int) -> list[tuple[bytes, Ruling | None]]:
        return [(met.fingerprint, of.rule(met)) for met in many()[thread::threads]]

    with ThreadPoolExecutor(threads) as pool:
        for fingerprint, ruling in chain.from_iterable(pool.map(decide, range(threads))):
            assert ruling is not None
            decided[fingerprint].append((ruling.rule, ruling.draw, ruling.ordinal))
    return {fingerprint: sorted(found, key=str) for fingerprint, found in decided.items()}


def test_a_seed_decides_the_same_whatever_the_concurrency_and_another_decides_otherwise() -> None:
    alone = decisions(7, 1)
    assert sum(map(len, alone.values())) == MANY
    assert decisions(7, 32) == alone
    assert decisions(7, 200) == alone
    assert decisions(8, 1) != alone


def test_ten_percent_are_ten_percent() -> None:
    of = running({"trigger": {"percent": 10}})
    hit = sum(
        ruling is not None and ruling.result == "injected"
        for ruling in rulings(of, map(plain, range(20_000)))
    )
    assert 0.094 <= hit / 20_000 <= 0.106


def test_percentages_of_rules_are_of_all_that_match_and_exclude_each_other() -> None:
    of = running(*({"trigger": {"percent": percent}} for percent in (50, 30, 20)))
    found = Counter(ruling.rule for ruling in rulings(of, map(plain, range(5_000))) if ruling)
    assert sum(found.values()) == 5_000
    assert {rule: round(count / 500) for rule, count in found.items()} == {"r1": 5, "r2": 3, "r3": 2}


@pytest.mark.parametrize("threads", [1, 32, 200])
def test_the_first_n_are_n(threads: int) -> None:
    of = running({"trigger": {"first": 37}}, {"trigger": {"once_per": "client"}, "fault": "connection.close"})
    asked = [request(n, peer=f"10.0.0.{n % 50}") for n in range(1_000)]
    with ThreadPoolExecutor(threads) as pool:
        found = Counter(
            ruling.rule for ruling in pool.map(lambda one: of.rule(meeting(one)), asked) if ruling
        )
    assert found["r1"] == 37
    assert found["r2"] <= 50
    assert of.limits.injected == found["r1"] + found["r2"]


def test_first_n_per_client_and_per_logical_request() -> None:
    for per, hit in (("client", 20), ("fingerprint", 200), ("all", 2)):
        of = running({"trigger": {"first": 2, "per": per}})
        asked = [request(n % 10, peer=f"10.0.0.{n // 10 % 10}") for n in range(1_000)]
        assert sum(ruling is not None and ruling.result == "injected" for ruling in rulings(of, asked)) == hit


def test_fail_fail_succeed() -> None:
    of = running({"sequence": ["connection.reset", "connection.close", "pass"]})
    for text in ("a", "b"):
        found = [ruling.faults for ruling in rulings(of, [request(text)] * 4) if ruling]
        assert found == [("connection.reset",), ("connection.close",), (), ()]


def test_rules_that_compose_come_together_and_the_first_other_one_is_the_last() -> None:
    of = running(
        {"compose": True, "fault": "stream.cut"},
        {"compose": True, "fault": "stream.end"},
        {},
        {"fault": "stream.stall"},
    )
    (ruling,) = rulings(of, [request()])
    assert ruling is not None
    assert (ruling.rule, ruling.faults) == ("r1+r2+r3", ("stream.cut", "stream.end", "connection.reset"))


def test_only_the_first_attempt() -> None:
    of = running({"match": {"attempt": 1}})
    assert [of.rule(meeting(failed=failed)) is not None for failed in (0, 1, 2)] == [True, False, False]


def test_observed_is_not_injected() -> None:
    of = running({"trigger": {"first": 1}}, mode="observe")
    assert [ruling.result for ruling in rulings(of, [request()] * 2) if ruling] == ["observed", "missed"]
    assert of.limits.active == 0


def test_connections_are_decided_on_by_their_rules() -> None:
    of = running({"fault": "connection.connect_slow", "match": {"host": "*.test"}, "trigger": {"every": 2}})
    connecting = Request("CONNECT", "connect api.test", host="api.test")
    found = [ruling.result for _ in range(4) if (ruling := of.rule(meeting(connecting), "connect"))]
    assert found == ["missed", "injected", "missed", "injected"]
    assert of.limits.active == 0
    assert of.rule(meeting(connecting), "tls") is None
    assert of.rule(meeting(request(host="api.test"))) is None


# ── what stops it ──────────────────────────────────────────────────────────────────────────────


def none_of_a_thousand(of: Running) -> bool:
    return rulings(of, map(plain, range(1_000))) == [None] * 1_000


def test_after_so_many_injections_it_is_over_with_the_last() -> None:
    of = running({}, safety={**WIDE, "max_injections": 5})
    assert [ruling is not None for ruling in rulings(of, map(request, range(7)))] == [True] * 5 + [False] * 2
    assert of.ended == "max_injections"
    assert none_of_a_thousand(of)


def test_after_so_long_it_is_over() -> None:
    clock = ManualClock()
    of = running({}, clock=clock, safety={"max_duration": "10s"})
    clock.advance(9.999)
    assert of.rule(meeting())
    clock.advance(0.001)
    assert none_of_a_thousand(of)
    assert (of.ended, of.elapsed) == ("max_duration", 10)


def test_a_file_ends_it_at_once(tmp_path: Path) -> None:
    off = tmp_path / "off"
    of = running({}, safety={**WIDE, "kill_switch": [f"file:{off}"]})
    assert of.rule(meeting())
    off.touch()
    assert none_of_a_thousand(of)
    off.unlink()
    assert none_of_a_thousand(of)


@pytest.mark.parametrize(
    "condition",
    [
        {"metric": "client_error_ratio", "gt": 0.5},
        {"metric": "client_success_ratio", "lt": 0.5},
        {"metric": "attempt_error_ratio", "gt": 0.5},
        {"metric": "unmatched_upstream_5xx", "gt": 0.5},
        {"metric": "latency_p95", "gt": 0.9},
        {"metric": "ttfb_p50", "gt": 0.4},
        {"metric": "requests", "gt": 9},
    ],
    ids=lambda condition: condition["metric"],
)
def test_a_condition_ends_it_within_a_tenth_of_a_second(condition: dict[str, Any]) -> None:
    clock, log = ManualClock(), OutcomeLog()
    of = running({}, clock=clock, log=log, safety={**WIDE, "abort_if": [condition]})
    assert of.rule(meeting())
    for n in range(10):
        log.add(outcome(str(n), 503, at=clock.now()))
    clock.advance(0.1)
    assert none_of_a_thousand(of)
    assert of.ended.startswith("abort_if")


def test_stopped_it_touches_nothing_though_many_are_under_way() -> None:
    of = running({})
    with ThreadPoolExecutor(32) as pool:
        before = list(pool.map(lambda n: of.rule(meeting(request(n))), range(500)))
        of.stop("enough")
        after = list(pool.map(lambda n: of.rule(meeting(request(n))), range(1_000)))
    assert all(before)
    assert after == [None] * 1_000
    assert (of.ended, of.limits.active) == ("enough", 500)
    of.stop("again")
    assert of.ended == "enough"


def test_max_active_holds_under_concurrency_and_what_ends_makes_room() -> None:
    of = running({}, safety={**WIDE, "max_active": 8})
    with ThreadPoolExecutor(32) as pool:
        found = Counter(
            ruling.result for ruling in pool.map(lambda n: of.rule(meeting(request(n))), range(200)) if ruling
        )
    assert found == {"injected": 8, "skipped": 192}
    assert of.limits.overflow == 192
    of.release()
    assert [ruling.result for ruling in rulings(of, [request()] * 2) if ruling] == ["injected", "skipped"]


def test_no_share_is_larger_than_allowed_at_any_time() -> None:
    of = running({}, safety={**WIDE, "max_share": 0.25})
    for n in range(1, 101):
        of.rule(meeting(request(n)))
        assert of.limits.injected <= 0.25 * n
    assert of.limits.injected == 25


def test_before_the_baseline_is_over_nothing_is_touched() -> None:
    clock = ManualClock()
    of = running({}, clock=clock, baseline="5s", steady_state=[{"metric": "requests", "min": 0}])
    assert of.rule(meeting()) is None
    assert of.elapsed == -5
    clock.advance(5)
    assert of.rule(meeting())


def test_it_can_be_changed_under_way() -> None:
    of = running({"trigger": {"first": 2}})
    of.rule(meeting())
    of.change(
        experiment({"trigger": {"first": 2}, "fault": "stream.cut"}, {"fault": "stream.end"}, safety=WIDE)
    )
    found = [ruling.faults for ruling in rulings(of, [request()] * 2) if ruling]
    assert found == [("stream.cut",), ("stream.end",)]
    of.change(experiment({}, safety={**WIDE, "max_active": 1}))
    (ruling,) = rulings(of, [request()])
    assert ruling is not None
    assert ruling.why == "max_active"


def test_afterwards_it_looks_whether_all_is_well_again() -> None:
    clock, log = ManualClock(), OutcomeLog()
    of = running({}, clock=clock, log=log, steady_state=[{"metric": "client_success_ratio", "min": 0.9}])
    of.stop("enough")
    clock.advance(1)
    log.add(outcome(at=clock.now()))
    of.look_after()
    assert of.hypothesis.told()[0]["after"]["held"] is True


def test_it_is_written_as_it_was_given() -> None:
    given = {
        "trigger": {"window": {"from": "5s"}},
        "when": {"at": "finish"},
        "fault": {"type": "stream.stall", "seconds": 3},
    }
    of = running(given)
    (rule,) = of.written["rules"]
    assert rule["trigger"] == {"window": {"from": 5}}
    assert rule["fault"] == [{"type": "stream.stall", "seconds": 3}]
    assert experiment(**of.written) == of.experiment


# ── what is held up ────────────────────────────────────────────────────────────────────────────


ENDS: list[dict[str, Any]] = [
    {"max_duration": 5},
    {"kill_switch": ["file:stop"]},
    {"abort_if": [{"metric": "client_success_ratio", "lt": 0.5, "at_least": 1}]},
]


@pytest.mark.parametrize("safety", ENDS)
def test_what_ends_it_lets_go_of_what_it_holds(
    safety: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clock, log = ManualClock(), OutcomeLog()
    of = running({}, clock=clock, log=log, safety=WIDE | safety)
    of.under_way()
    assert not of.hold.over
    clock.advance(6)
    (tmp_path / "stop").touch()
    log.add(outcome(at=clock.now(), ok=False))
    of.under_way()
    assert (of.hold.over, bool(of.ended)) == (True, True)


def test_the_last_injection_is_not_let_go_before_the_experiment_is_stopped() -> None:
    clock = ManualClock()
    of = running({}, clock=clock, safety=WIDE | {"max_injections": 1, "max_duration": 60})
    of.rule(meeting())
    assert (of.ended, of.hold.over, of.under_way()) == ("max_injections", False, False)
    clock.advance(61)
    assert not of.under_way()
    assert (of.ended, of.hold.over) == ("max_injections", True)
