from email.utils import formatdate
from math import inf

import pytest

from fakeai_proxy.chaos.verdict import Policy
from fakeai_proxy.core.steps import Data, Step, Wait
from tests.chaos.verdict.lab import SSE_HEAD, Lab, ask, error, stream, waiting


def came_back(reply: list[Step], *pauses: float) -> Lab:
    """A client that gets `reply` until the last time, and comes back after each of `pauses`."""
    lab = Lab()
    lab.answered(ask(), reply, "http.error")
    for pause in pauses[:-1]:
        lab.answered(ask(), reply, "http.error", pause)
    lab.exchange(ask(), stream(), after=pauses[-1])
    return lab


@pytest.mark.parametrize(
    ("told", "pause", "code"),
    [
        ({"retry_after": "2"}, 2.0, "waited_as_told"),
        ({"retry_after": "2"}, 1.99, "waited_as_told"),
        ({"retry_after": "2"}, 1.5, "ignored_retry_after"),
        ({"retry_after_ms": "300", "retry_after": "30"}, 0.3, "waited_as_told"),
        ({"retry_after_ms": "300", "retry_after": "30"}, 0.2, "ignored_retry_after"),
        ({"retry_after": formatdate(1_700_000_005, usegmt=True)}, 4.5, "waited_as_told"),
        ({"retry_after": formatdate(1_700_000_005, usegmt=True)}, 2.0, "ignored_retry_after"),
    ],
)
def test_retry_after(told: dict[str, str], pause: float, code: str) -> None:
    lab = came_back(error(429, **told), pause)
    assert lab.codes() == {"retried", "recovered", code}


@pytest.mark.parametrize("value", ["-5", "NaN", "0"])
def test_what_tells_nothing_cannot_be_ignored(value: str) -> None:
    assert came_back(error(429, retry_after=value), 0.5).codes() == {"retried", "recovered"}


def test_the_wait_counts_from_the_head() -> None:
    slow = error(429, retry_after="2")
    lab = Lab()
    lab.answered(ask(), [slow[0], Wait(1.5), *slow[1:]], "http.error")
    lab.exchange(ask(), stream(), after=0.6)
    assert "waited_as_told" in lab.codes()


def test_a_hot_loop() -> None:
    assert "hot_loop" in came_back(error(500), 0.01, 0.01).codes()
    assert "hot_loop" not in came_back(error(500), 0.01).codes()
    assert "hot_loop" not in came_back(error(500), 0.01, 0.5, 0.01).codes()
    assert "hot_loop" not in came_back(error(500), 0.01, 0.01).codes(Policy(hot_gap_s=0.001))


def test_a_loop_that_was_asked_for_is_none() -> None:
    assert "hot_loop" not in came_back(error(429, retry_after_ms="10"), 0.01, 0.01, 0.01).codes()


def test_a_negative_retry_after_makes_no_loop_right() -> None:
    assert "hot_loop" in came_back(error(429, retry_after="-5"), 0.01, 0.01, 0.01).codes()


def test_parked_on_retry_after() -> None:
    lab = came_back(error(429, retry_after="3600"), 3600.5)
    assert {"waited_as_told", "waited_excessively"} <= lab.codes()
    assert "waited_excessively" not in lab.codes(Policy(max_wait_s=7200))


def test_hanging_on_a_stall() -> None:
    lab = Lab()
    watch = lab.ledger.watch(ask())
    for step in (SSE_HEAD, Data(b": hi\n\n"), Wait(inf)):
        watch.client.feed(step)
    lab.clock.advance(90)
    assert lab.codes(over=False) == {"waited_excessively", "cannot_tell"}
    watch.client.close()
    assert lab.codes() == {"waited_excessively", "no_retry"}


def test_a_stall_that_ends_was_waited_for_all_the_same() -> None:
    stall: list[Step] = [SSE_HEAD, Wait(90), *stream()[1:]]
    lab = Lab()
    lab.exchange(ask("a"), stall, "stream.stall")
    assert "waited_excessively" in lab.codes()
    natural = Lab()
    natural.exchange(ask("a"), stall)
    assert natural.codes() == set()


def test_a_timeout_in_time_is_good() -> None:
    lab = Lab()
    watch = lab.ledger.watch(ask())
    lab.clock.advance(20)
    watch.client.close()
    lab.exchange(ask(), waiting(0.1, stream()), after=0.5)
    assert lab.codes() == {"retried", "recovered"}
