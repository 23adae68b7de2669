from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Step, Wait
from tests.faults.replies import CHAT_EVENTS, at_work, fault, fed, hit, stream
from tests.playbook import body, play

REPLY: list[Step] = [Wait(1.0), *stream(CHAT_EVENTS[:3], pace=0.1)]


@pytest.mark.parametrize(("replies", "factor"), [(1, 1), (3, 2), (5, 3), (9, 5)])
def test_time_grows_with_the_replies_under_way(replies: int, factor: float) -> None:
    memory: dict[str, Any] = {}
    given = {"type": "latency.load", "factor": 3, "full": 5}
    *others, last = (at_work(given, on=hit(memory=memory)) for _ in range(replies))
    steps = fed(last, REPLY)
    assert [at for at, _ in play(steps)][:4] == pytest.approx([factor, factor, factor * 1.1, factor * 1.2])
    assert body(steps) == body(REPLY)
    for one in (*others, last):
        one.close()
    assert memory == {"replies": set()}


def test_spikes() -> None:
    clock, memory = ManualClock(50), dict[str, Any]()
    given = {"type": "latency.spikes", "every_s": 60, "for_s": 5, "delay": 200}

    def head() -> list[Step]:
        return fed(at_work(given, on=hit(clock=clock, memory=memory)), stream()[:1])

    expected = {0: True, 4: True, 6: False, 59: False, 61: True, 66: False, 122: True}
    for second, slow in expected.items():
        clock.advance(50 + second - clock.now())
        assert (head()[0] == Wait(0.2)) == slow


def test_every_piece_within_a_spike_is_late() -> None:
    given = {"type": "latency.spikes", "every_s": 60, "for_s": 5, "delay": 200}
    steps = fed(at_work(given), stream())
    assert play(steps)[-1][0] == pytest.approx(0.2 * (1 + len(CHAT_EVENTS)))
    assert body(steps) == b"".join(CHAT_EVENTS)


def test_a_spike_longer_than_its_interval_is_refused() -> None:
    with pytest.raises(ValidationError, match="more than every_s"):
        fault({"type": "latency.spikes", "every_s": 5, "for_s": 6, "delay": 1})
