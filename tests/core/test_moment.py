from __future__ import annotations

from itertools import count

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.moment import Moment


def test_an_answer_holds_for_a_moment() -> None:
    clock, made = ManualClock(), count()
    moment = Moment(clock, 0.5)
    assert [moment.get("a", made.__next__) for _ in range(2)] == [0, 0]
    clock.advance(0.49)
    assert moment.get("a", made.__next__) == 0
    clock.advance(0.01)
    assert moment.get("a", made.__next__) == 1


def test_each_question_has_its_own() -> None:
    clock = ManualClock()
    moment = Moment(clock, 0.5)
    assert (moment.get("a", lambda: 1), moment.get("b", lambda: 2), moment.get("a", lambda: 3)) == (1, 2, 1)


def test_what_no_longer_holds_is_forgotten() -> None:
    clock = ManualClock()
    moment = Moment(clock, 0.5)
    for question in range(1000):
        moment.get(question, bytes)
        clock.advance(0.1)
    assert len(moment._known) <= 6
