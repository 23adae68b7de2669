from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, End, Head, Message, Step, Wait

from .playbook import body, head, messages, play

REPLY = [Wait(0.5), Head(200), Data(b"a"), Wait(0.25), Data(b"b"), End()]


def test_each_step_is_due_after_the_waits_before_it() -> None:
    assert play(REPLY) == [
        (0.5, Head(200)),
        (0.5, Data(b"a")),
        (0.75, Data(b"b")),
        (0.75, End()),
    ]


def test_time_is_counted_from_the_start_of_the_reply() -> None:
    clock = ManualClock(100.0)
    assert play(REPLY, clock)[0] == (0.5, Head(200))
    assert clock.now() == 100.75


def test_the_clock_moves_as_the_reply_is_pulled() -> None:
    clock, seen = ManualClock(), list[float]()

    def reply() -> Iterator[Step]:
        for step in REPLY:
            seen.append(clock.now())
            yield step

    play(reply(), clock)
    assert seen == [0, 0.5, 0.5, 0.5, 0.75, 0.75]


@given(st.lists(st.floats(0, 100)))
def test_waits_add_up(waits: list[float]) -> None:
    ((due, _),) = play([*map(Wait, waits), Abort()])
    assert due == pytest.approx(sum(waits))


def test_what_a_client_reads() -> None:
    assert body(REPLY) == b"ab"
    assert head([*REPLY, Head(500)]) == Head(200)
    assert messages([Message("a"), Wait(1), Message(b"b"), End()]) == ["a", b"b"]


def test_nothing_is_played_of_nothing() -> None:
    assert (play([]), body([]), messages([])) == ([], b"", [])
    with pytest.raises(StopIteration):
        head([Data(b"a")])
