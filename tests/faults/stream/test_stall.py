from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Hold, Sign, Step, Wait
from fakeai_proxy.faults.stream.stall import AT_MOST
from tests.faults.replies import CHAT_EVENTS, STREAM, after, at_work, fed, hit, stream, whole
from tests.playbook import body, play

COMMENT = b": keep-alive\n\n"


def stalled(steps: list[Step] | None = None, when: dict[str, Any] | None = None, **given: Any) -> list[Step]:
    return after({"type": "stream.stall", **given}, steps or stream(pace=0.1), when)


def test_for_ever() -> None:
    steps = stalled(when={"after_events": 1})
    assert steps[:3] == [STREAM, Data(CHAT_EVENTS[0]), Wait(inf)]


def test_resumed_in_a_burst_what_came_meanwhile_follows_at_once() -> None:
    played = play(stalled(seconds=0.25, when={"after_events": 2}))
    due = [at for at, step in played if isinstance(step, Data)]
    assert due == pytest.approx([0, 0.1, 0.35, 0.35, 0.4, 0.5, 0.6])
    assert played[-1] == (pytest.approx(0.7), End())


def test_resumed_late_all_is_later() -> None:
    played = play(stalled(seconds=0.25, resume="late", when={"after_events": 2}))
    due = [at for at, step in played if isinstance(step, Data)]
    assert due == pytest.approx([0, 0.1, 0.45, 0.55, 0.65, 0.75, 0.85])


@pytest.mark.parametrize(("resume", "due"), [("burst", [0, 0.1, 0.5, 0.5]), ("late", [0, 0.1, 0.6, 0.7])])
def test_a_live_reply_goes_on_by_the_clock(resume: str, due: list[float]) -> None:
    clock = ManualClock()
    given = {"type": "stream.stall", "seconds": 0.4, "resume": resume}
    transform = at_work(given, {"after_events": 2}, hit(live=True, clock=clock))
    sent = list[float]()
    now = 0.0  # as the driver counts: what arrives while nothing waits is due at once
    for step in stream(CHAT_EVENTS[:4]):
        if isinstance(step, Data) and step.body != CHAT_EVENTS[0]:
            clock.advance(0.1)
        now = max(now, clock.now())
        for made in transform.feed(step):
            if isinstance(made, Wait):
                now += made.seconds
            elif isinstance(made, Data):
                sent.append(now)
    assert sent == pytest.approx(due)


@pytest.mark.parametrize(
    ("alive", "sign"), [("comments", COMMENT), ("pings", b'event: ping\ndata: {"type": "ping"}\n\n')]
)
def test_signs_of_life(alive: str, sign: bytes) -> None:
    steps = stalled(seconds=1, alive=alive, every=0.4, when={"after_events": 1})
    assert steps[2:7] == [
        Wait(0.4),
        Sign(sign, Hold()),
        Wait(0.4),
        Sign(sign, Hold()),
        Wait(pytest.approx(0.2)),
    ]


def test_signs_of_life_for_ever_are_many() -> None:
    steps = stalled(alive="comments", every=2, when={"at": "headers"})
    assert steps.count(Sign(COMMENT, Hold())) == AT_MOST
    assert Wait(inf) in steps


def test_a_json_body_gets_none() -> None:
    steps = stalled(whole(), seconds=1, alive="comments", every=0.1)
    assert [step for step in steps if isinstance(step, Wait)] == [Wait(1)]
    assert body(steps) == body(whole())


def test_after_the_last_event_the_end_lingers() -> None:
    steps = stalled(stream(), seconds=3, when={"at": "end"})
    assert [first for first, second in pairwise(steps) if second == End()] == [Wait(3)]


def test_all_that_it_puts_in_is_held_and_nothing_else() -> None:
    met = hit()
    given = {"type": "stream.stall", "seconds": 1, "alive": "comments", "every": 0.4}
    steps = fed(at_work(given, {"after_events": 2}, met), stream(pace=0.1))
    held = [step for step in steps if isinstance(step, Wait | Sign) and step.hold is met.hold]
    assert [step.seconds if isinstance(step, Wait) else 0 for step in held] == pytest.approx(
        [0.4, 0, 0.4, 0, 0.2]
    )


@pytest.mark.parametrize("resume", ["burst", "late"])
def test_let_go_the_rest_keeps_its_own_pace(resume: str) -> None:
    met, waited = hit(), list[float]()
    transform = at_work({"type": "stream.stall", "seconds": 9, "resume": resume}, {"after_events": 2}, met)
    for step in stream(pace=0.1):
        for made in transform.feed(step):
            if isinstance(made, Wait):
                waited.append(made.seconds)
                if made.hold is met.hold:
                    met.hold.release()
    assert waited == pytest.approx([0.1, 9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
