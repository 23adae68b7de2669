from __future__ import annotations

from collections.abc import Iterator
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, End, Hold, Step, Wait
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.faults.events import WireEvent
from fakeai_proxy.faults.retiming import EventRetiming, Retiming
from tests.playbook import body, play

from .replies import CHAT_EVENTS, STREAM, TOKENS, cut, fed, hit, stream


class Late(Retiming):
    """From the second piece on, a second later."""

    def place(self, step: Step) -> Iterator[Step]:
        if step == Data(b"b"):
            self.lag = 1.0
        return super().place(step)


class Once(Retiming):
    """The second piece not before 5 s; what follows keeps its time."""

    def place(self, step: Step) -> Iterator[Step]:
        if step == Data(b"b"):
            self.earliest = 5.0
        return super().place(step)


REPLY: list[Step] = [STREAM, Data(b"a"), Wait(2.0), Data(b"b"), Wait(2.0), Data(b"c"), Wait(2.0), End()]


def due(steps: list[Step]) -> list[float]:
    return [at for at, _ in play(steps)]


def test_a_lag_is_there_for_all_that_follows() -> None:
    assert due(fed(Late(hit()), REPLY)) == [0, 0, 3, 5, 7]


def test_a_step_that_is_held_takes_time_from_the_waits_after_it() -> None:
    assert due(fed(Once(hit()), REPLY)) == [0, 0, 5, 5, 6]


def test_without_a_change_it_is_the_same() -> None:
    assert fed(Retiming(hit()), REPLY) == REPLY
    assert fed(Retiming(hit()), [Wait(inf), Wait(0)]) == [Wait(inf), Wait(0)]


def test_a_live_reply_has_the_time_of_the_clock() -> None:
    clock = ManualClock(100)
    transform = Late(hit(live=True, clock=clock))
    steps = [*transform.feed(STREAM), *transform.feed(Data(b"a"))]
    clock.advance(2)
    steps += transform.feed(Data(b"b"))
    assert steps == [STREAM, Data(b"a"), Wait(1.0), Data(b"b")]
    clock.advance(0.25)  # while the one before still waits
    assert list(transform.feed(Data(b"c"))) == [Wait(0.25), Data(b"c")]
    clock.advance(10)
    assert list(transform.feed(End())) == [Wait(1.0), End()]


@pytest.mark.parametrize("live", [True, False])
def test_one_after_the_other_they_add_up(live: bool) -> None:
    clock = ManualClock()
    pipeline = Pipeline(*(Late(hit(live=live, clock=clock)) for _ in range(2)))
    steps = [after for step in (STREAM, Data(b"b")) for after in pipeline.feed(step)]
    assert due(steps) == [0, 2]
    clock.advance(0.5)
    assert sum(step.seconds for step in pipeline.feed(Data(b"c")) if isinstance(step, Wait)) == 0.5 * live


@given(st.lists(st.floats(0, 5), max_size=8), st.lists(st.floats(0, 5), max_size=8))
def test_nothing_is_ever_earlier(waits: list[float], lags: list[float]) -> None:
    class Lags(Retiming):
        def place(self, step: Step) -> Iterator[Step]:
            self.lag += lags.pop() if lags else 0
            return super().place(step)

    reply: list[Step] = [step for wait in waits for step in (Data(b"x"), Wait(wait))]
    pairs = zip(due(fed(Lags(hit()), reply)), due(reply), strict=True)
    assert all(late >= early - 1e-6 for late, early in pairs)


class Second(EventRetiming):
    """A second before each token."""

    def meet(self, event: WireEvent) -> None:
        self.lag += event.raw in TOKENS


def test_events_that_came_together_go_apart() -> None:
    steps = fed(Second(hit()), [STREAM, Data(b"".join(CHAT_EVENTS)), End()])
    assert due(steps) == [0, 0, 1, 2, 3, 3, 3, 3, 3]


@given(st.lists(st.integers(0, 10_000), max_size=12))
def test_no_byte_is_lost(borders: list[int]) -> None:
    content = b"".join(CHAT_EVENTS) + b"data: half"
    assert body(fed(Second(hit()), cut(content, borders))) == content


def test_what_is_incomplete_goes_before_the_end() -> None:
    assert fed(Second(hit()), [STREAM, Data(b"data"), Abort()]) == [STREAM, Data(b"data"), Abort()]
    assert fed(EventRetiming(hit()), stream(pace=0.5)) == pytest.approx(stream(pace=0.5))


def test_a_wait_of_another_account_stays_on_it_and_one_that_is_put_in_is_on_ours() -> None:
    met, other = hit(), Hold()
    made = fed(Late(met), [STREAM, Wait(1.0, other), Data(b"b"), Wait(1.0), End()])
    assert [one.hold for one in made if isinstance(one, Wait)] == [other, met.hold, met.hold]


def test_once_its_experiment_is_over_nothing_is_later_than_it_comes() -> None:
    met = hit()
    met.hold.release()
    assert fed(Late(met), REPLY) == REPLY
