from __future__ import annotations

from typing import Any

from fakeai_proxy.core.clock import ManualClock
from tests.faults.hits import answered, asking, headers_of, hit_of

FAULT = {"type": "limit.early_retry", "retry_after": 5}


def test_who_comes_back_early_waits_anew() -> None:
    clock, memory = ManualClock(), dict[str, Any]()
    outcomes = []
    for pause in (0, 4, 4, 5, 0, 6):
        clock.advance(pause)
        outcomes.append(answered(FAULT, hit_of(clock=clock, memory=memory)) is None)
    assert outcomes == [False, False, False, True, False, True]


def test_it_says_how_long() -> None:
    assert headers_of(answered(FAULT))["retry-after"] == "5"
    assert headers_of(answered({**FAULT, "form": "ms"}))["retry-after-ms"] == "5000"


def test_every_key_and_model_waits_for_itself() -> None:
    clock, memory = ManualClock(), dict[str, Any]()
    answered(FAULT, hit_of(clock=clock, memory=memory))
    clock.advance(5)
    assert answered(FAULT, hit_of(asking(model="other"), clock=clock, memory=memory)) is not None
    assert answered(FAULT, hit_of(clock=clock, memory=memory)) is None


def test_memory_is_bounded() -> None:
    clock, memory = ManualClock(), dict[str, Any]()
    for number in range(10_050):
        answered(FAULT, hit_of(asking(model=str(number)), clock=clock, memory=memory))
    assert len(memory["until"]) == 10_000
