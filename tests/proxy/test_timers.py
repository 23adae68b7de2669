from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import inf
from typing import Any

import pytest

from fakeai_proxy.core.steps import Hold
from fakeai_proxy.proxy.timers import LITTER, LOOK, Timers


def run(script: Callable[[Timers, float], Any]) -> Any:
    """`script` gets the time; it ends when all that it set for now has rung."""

    async def main() -> Any:
        timers = Timers()
        result = script(timers, asyncio.get_running_loop().time())
        over = asyncio.Event()
        timers.set(asyncio.get_running_loop().time(), over.set)
        await over.wait()
        return result

    return asyncio.run(main())


def test_they_ring_in_the_order_in_which_they_are_due() -> None:
    def script(timers: Timers, now: float) -> list[int]:
        rung = list[int]()
        for number in (3, 1, 2):
            timers.set(now - 1 + number / 10, lambda number=number: rung.append(number))  # type: ignore[misc]
        return rung

    assert run(script) == [1, 2, 3]


def test_equals_ring_in_the_order_in_which_they_were_set() -> None:
    def script(timers: Timers, now: float) -> list[int]:
        rung = list[int]()
        for number in range(5):
            timers.set(now, lambda number=number: rung.append(number))  # type: ignore[misc]
        return rung

    assert run(script) == [0, 1, 2, 3, 4]


def test_what_is_cancelled_does_not_ring_and_may_be_cancelled_again() -> None:
    def script(timers: Timers, now: float) -> list[str]:
        rung = list[str]()
        timer = timers.set(now, lambda: rung.append("cancelled"))
        timers.cancel(timer)
        timers.cancel(timer)
        one = timers.set(now, lambda: timers.cancel(other))
        other = timers.set(now, lambda: rung.append("by the one before"))
        assert one is not other
        return rung

    assert run(script) == []


def test_one_that_is_set_as_another_rings() -> None:
    def script(timers: Timers, now: float) -> list[str]:
        rung = list[str]()

        def again() -> None:
            timers.set(now - 1, lambda: rung.append("later"))

        timers.set(now - 2, again)
        return rung

    assert run(script) == ["later"]


def test_one_that_fails_is_logged_and_the_others_ring(caplog: pytest.LogCaptureFixture) -> None:
    def script(timers: Timers, now: float) -> list[str]:
        rung = list[str]()
        timers.set(now - 1, lambda: rung.append(str(1 / 0)))
        timers.set(now, lambda: rung.append("on"))
        return rung

    assert run(script) == ["on"]
    assert "ZeroDivisionError" in caplog.text


def test_those_that_are_cancelled_long_before_they_are_due_do_not_pile_up() -> None:
    def script(timers: Timers, now: float) -> int:
        for _ in range(20 * LITTER):
            timers.cancel(timers.set(now + 3600, lambda: None))
        return len(timers)

    assert run(script) <= 2 * LITTER + 2


Script = Callable[[Timers, float, Hold, asyncio.Event], None]


def held_until(look: Callable[[Hold], None], script: Script) -> None:
    """Runs until `script`'s event is set; `look` may end what is held."""

    async def main() -> None:
        hold, over = Hold(), asyncio.Event()
        timers = Timers(lambda: look(hold))
        script(timers, asyncio.get_running_loop().time(), hold, over)
        await over.wait()

    asyncio.run(main())


@pytest.mark.parametrize("seconds", [3600, inf])
def test_what_holds_one_up_is_looked_at_and_when_it_is_over_it_rings_once(seconds: float) -> None:
    rung = list[str]()

    def script(timers: Timers, now: float, hold: Hold, over: asyncio.Event) -> None:
        timers.set(now + seconds, lambda: rung.append("other"), Hold())
        timers.cancel(timers.set(now + seconds, lambda: rung.append("cancelled"), hold))
        timers.set(now + seconds, lambda: rung.append(str(1 / 0)), hold)
        timers.set(now + seconds, lambda: (rung.append("mine"), over.set()), hold)  # type: ignore[func-returns-value]

    held_until(Hold.release, script)
    assert rung == ["mine"]


def test_nobody_looks_when_nothing_is_held() -> None:
    def look(hold: Hold) -> None:
        looked.append(1)

    looked = list[int]()

    def script(timers: Timers, now: float, hold: Hold, over: asyncio.Event) -> None:
        timers.cancel(timers.set(now + inf, over.set, hold))
        timers.set(now + LOOK * 3, over.set)

    held_until(look, script)
    assert looked == [1]
