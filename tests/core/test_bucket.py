from __future__ import annotations

import math
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.bucket import Allowance, Allowances, Bucket, Limit, Refusal, Standing

RPM = Limit("requests", 3)
TPM = Limit("tokens", 30_000)


def test_a_bucket_is_full_at_first_and_refills_evenly() -> None:
    bucket = Bucket(RPM, now=100)
    bucket.add(-3, 100)
    assert [bucket.level(now) for now in (100, 110, 120, 160, 1000)] == [0, 0.5, 1, 3, 3]


def test_how_long_to_wait() -> None:
    bucket = Bucket(RPM, now=0)
    assert bucket.wait(1, 0) == 0
    bucket.add(-3, 0)
    assert bucket.wait(1, 0) == 20
    assert bucket.wait(1, 15) == pytest.approx(5)
    assert bucket.wait(1, 20) == 0
    assert bucket.wait(4, 20) == math.inf


def test_a_clock_that_goes_back_refills_nothing() -> None:
    bucket = Bucket(RPM, now=100)
    bucket.add(-3, 100)
    assert bucket.level(50) == 0


def test_what_headers_tell() -> None:
    bucket = Bucket(TPM, now=0)
    bucket.add(-4, 0)
    assert bucket.standing(0) == Standing(TPM, 29_996, 0.008)
    bucket.add(-40_000, 0)
    assert bucket.standing(0) == Standing(TPM, 0, pytest.approx(80.008))


def test_a_request_is_counted_by_all_limits_or_by_none() -> None:
    allowance = Allowance([RPM, TPM], now=0)
    assert allowance.take(20_000, now=0) is None
    refusal = allowance.take(20_000, now=0)
    assert refusal == Refusal(TPM, used=20_000, requested=20_000, wait=20)
    assert [standing.remaining for standing in allowance.standings(0)] == [2, 10_000]


def test_the_limit_that_makes_wait_longest_is_told() -> None:
    allowance = Allowance([Limit("requests", 1), TPM], now=0)
    allowance.take(30_000, now=0)
    assert allowance.take(15_000, now=0) == Refusal(Limit("requests", 1), 1, 1, 60)
    assert allowance.take(30_001, now=0) == Refusal(TPM, 30_000, 30_001, math.inf)


def test_what_was_used_corrects_what_was_asked_for() -> None:
    allowance = Allowance([RPM, TPM], now=0)
    allowance.take(10_000, now=0)
    allowance.settle(10_000, 500, now=0)
    assert [standing.remaining for standing in allowance.standings(0)] == [2, 29_500]
    allowance.settle(0, 60_000, now=0)
    refusal = allowance.take(1, now=0)
    assert refusal is not None
    assert refusal.wait == pytest.approx(61.002)


@given(
    st.lists(st.tuples(st.integers(0, 9_000), st.floats(0, 5)), max_size=60),
    st.integers(1, 20),
    st.integers(100, 10_000),
)
def test_no_minute_lets_more_through_than_twice_its_limit(
    asked: list[tuple[int, float]], rpm: int, tpm: int
) -> None:
    """What a bucket holds, and what flows into it."""
    allowance, now, taken = Allowance([Limit("requests", rpm), Limit("tokens", tpm)], 0), 0.0, 0
    through = 0
    for tokens, pause in asked:
        now += pause
        if allowance.take(tokens, now) is None:
            through, taken = through + 1, taken + tokens
    assert through <= rpm * (1 + now / 60) + 1e-6
    assert taken <= tpm * (1 + now / 60) + 1e-6


@given(st.integers(1, 9_000), st.integers(1, 100_000), st.floats(0, 1e6))
def test_who_waits_as_told_fits(tokens: int, tpm: int, now: float) -> None:
    bucket = Bucket(Limit("tokens", tpm), now)
    bucket.add(-tpm, now)
    wait = bucket.wait(tokens, now)
    assert (wait == math.inf) == (tokens > tpm)
    if wait < math.inf:
        assert bucket.wait(tokens, now + wait + 1e-6) == 0


def test_every_caller_has_limits_of_its_own() -> None:
    allowances = Allowances([RPM])
    assert [allowances.take("one", 1, 0) for _ in range(3)] == [None] * 3
    assert allowances.take("one", 1, 0) == Refusal(RPM, 3, 1, 20)
    assert allowances.take("two", 1, 0) is None
    allowances.settle("two", 1, 1, 0)
    assert allowances.standings("two", 0) == [Standing(RPM, 2, 20)]


def test_the_most_recent_callers_are_remembered() -> None:
    allowances = Allowances([RPM], room=2)
    for caller in ("one", "one", "two", "one", "three"):
        allowances.take(caller, 1, 0)
    assert len(allowances) == 2
    assert allowances.standings("one", 0)[0].remaining == 0
    assert allowances.standings("two", 0)[0].remaining == 3


def test_threads_take_no_more_than_there_is() -> None:
    allowances, through = Allowances([Limit("requests", 500)]), list[object]()

    def ask() -> None:
        through.extend(1 for _ in range(200) if allowances.take("one", 1, 0) is None)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(through) == 500
