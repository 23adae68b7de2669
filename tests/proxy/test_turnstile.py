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


def test_what_takes_longer_weighs_more() -> None:
    async def run() -> list[bool]:
        turnstile = Turnstile(width=4)
        return [turnstile.free(3), turnstile.free(3), turnstile.free(1)]

    assert asyncio.run(run()) == [True, True, False]


def test_to_wait_for_a_turn() -> None:
    async def run() -> list[int]:
        turnstile, came = Turnstile(width=4), list[int]()

        async def come(number: int) -> None:
            await turnstile.turn(4)
            came.append(number)

        gone = asyncio.ensure_future(come(9))
        tasks = [gone, *(asyncio.ensure_future(come(number)) for number in range(3))]
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return came

    assert asyncio.run(run()) == [9, 0, 1, 2]
