from __future__ import annotations

import asyncio

from fakeai_proxy.proxy.turnstile import Turnstile


def test_so_many_a_turn_in_the_order_they_came() -> None:
    async def run() -> list[list[int]]:
        turnstile, rung = Turnstile(width=3), list[int]()
        turns = [[number for number in range(8) if turnstile.enter(lambda n=number: rung.append(n))]]  # type: ignore[misc]
        for _ in range(3):
            rung.clear()
            await asyncio.sleep(0)
            turns.append([*rung])
        return turns

    assert asyncio.run(run()) == [[0, 1, 2], [3, 4, 5], [6, 7], []]


def test_who_comes_later_does_not_overtake() -> None:
    async def run() -> list[bool]:
        turnstile = Turnstile(width=1)
        entered = [turnstile.enter(lambda: None), turnstile.enter(lambda: None)]
        await asyncio.sleep(0)
        entered.append(turnstile.enter(lambda: None))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return [*entered, turnstile.enter(lambda: None)]

    assert asyncio.run(run()) == [True, False, False, True]
