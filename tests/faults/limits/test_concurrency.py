from __future__ import annotations

from typing import Any

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Head
from fakeai_proxy.faults import Hit, ReplyFault, fault_of
from fakeai_proxy.faults.limits.concurrency import Acceleration
from tests.faults.hits import answered, hit_of, told

TWO = {"type": "limit.concurrency", "active": 2}


def begun(hit: Hit) -> Any:
    fault = fault_of(TWO)
    assert isinstance(fault, ReplyFault)
    return fault.start(hit)


def test_so_many_at_once() -> None:
    memory: dict[str, Any] = {}
    hits = [hit_of(memory=memory) for _ in range(4)]
    one, two = begun(hits[0]), begun(hits[1])
    refused = answered(TWO, hits[2])
    assert "Too many requests at the same time." in told(refused)["error"]["message"]
    assert one.feed(Head(200)) == (Head(200),)
    one.close()
    one.close()
    assert answered(TWO, hits[2]) is None
    three = begun(hits[2])
    assert answered(TWO, hits[3]) is not None
    two.close()
    three.close()
    assert answered(TWO, hits[3]) is None


def test_none_at_all() -> None:
    assert answered({**TWO, "active": 0}) is not None


def passes(counts: list[int], **given: object) -> list[int]:
    """How many of so many requests a second pass, second by second."""
    clock, memory, passed = ManualClock(), dict[str, Any](), []
    for count in counts:
        fault = {"type": "limit.acceleration", "window": 1, **given}
        replies = [answered(fault, hit_of(clock=clock, memory=memory)) for _ in range(count)]
        passed.append(sum(reply is None for reply in replies))
        clock.advance(1)
    return passed


def test_who_ramps_up_slowly_passes() -> None:
    assert passes([5, 10, 20, 40], free=5, factor=2) == [5, 10, 20, 40]


def test_a_jump_is_cut() -> None:
    assert passes([5, 100, 100, 0, 100], free=5, factor=2) == [5, 10, 20, 0, 5]


def test_it_says_to_slow_down() -> None:
    refused = answered({"type": "limit.acceleration", "free": 0})
    assert told(refused)["error"]["code"] == "slow_down"
    assert Acceleration().type == "limit.acceleration"
