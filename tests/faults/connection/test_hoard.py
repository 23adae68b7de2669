from __future__ import annotations

from typing import Any

from fakeai_proxy.core.steps import Data, End, Head, Wait
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.connection.hoard import Hoard
from tests.faults.hits import hit_of

HOARD = Hoard(n=2, hold=30)
HEAD = Head(200)


def begin(memory: dict[str, Any]) -> tuple[Transform, bool]:
    """One more reply, and whether it is held."""
    reply = HOARD.start(hit_of(memory=memory))
    first = tuple(reply.feed(HEAD))
    assert first in ((HEAD,), (Wait(30), HEAD))
    assert tuple(reply.feed(Data(b"x"))) == (Data(b"x"),)
    assert tuple(reply.feed(End())) == (End(),)
    return reply, len(first) == 2


def test_a_few_are_held_and_the_others_pass() -> None:
    memory: dict[str, Any] = {}
    assert [begin(memory)[1] for _ in range(5)] == [True, True, False, False, False]


def test_when_one_is_over_another_is_held() -> None:
    memory: dict[str, Any] = {}
    first, _ = begin(memory)
    begin(memory)
    passing, held = begin(memory)
    assert not held
    passing.close()
    assert not begin(memory)[1]
    first.close()
    assert begin(memory)[1]
    assert len(memory["held"]) == 2


def test_rules_do_not_share_what_they_hold() -> None:
    assert [begin({})[1] for _ in range(3)] == [True, True, True]
