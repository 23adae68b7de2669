from __future__ import annotations

from math import isnan

from fakeai_proxy.chaos.metrics import Outcome
from fakeai_proxy.chaos.outcomes import OutcomeLog, Track
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, End, Head, Step

from .test_metrics import outcome


def tracked(*steps: Step) -> list[Outcome]:
    """What is known of `steps`, a second apart."""
    clock, seen = ManualClock(5.0), list[Outcome]()
    track = Track(clock, b"a", True, False, seen.append)
    for step in steps:
        clock.advance(1)
        assert list(track.feed(step)) == [step]
    track.close()
    track.close()
    return seen


def test_a_whole_reply() -> None:
    assert tracked(Head(200), Data(b"x"), End()) == [Outcome(8.0, b"a", True, 200, 3.0, 1.0, True, False)]


def test_one_that_says_no_breaks_off_or_never_comes() -> None:
    assert [one.ok for one in tracked(Head(429), End())] == [False]
    assert [one.ok for one in tracked(Head(200), Data(b"x"), Abort())] == [False]
    (never,) = tracked()
    assert (never.ok, never.status, isnan(never.ttfb)) == (False, 0, True)


def test_the_log_keeps_the_last_and_tells_those_of_a_window() -> None:
    log = OutcomeLog(limit=3)
    for at in range(5):
        log.add(outcome(at=float(at)))
    assert [one.at for one in log.since(0)] == [2, 3, 4]
    assert [one.at for one in log.since(3.5)] == [4]
    assert log.count == 5
