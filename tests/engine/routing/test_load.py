from __future__ import annotations

from fakeai_proxy.engine.routing import Charge, Load


def seen(load: Load) -> tuple[int, int, int]:
    return load.prefill_tokens, load.decode_blocks, load.active_requests


def test_tokens_weigh_until_the_first_token_and_blocks_until_the_end() -> None:
    load = Load()
    charge = Charge(0, load, prefill_tokens=100, blocks=7)
    assert seen(load) == (100, 7, 1)
    charge.first_token()
    assert seen(load) == (0, 7, 1)
    assert charge.done()
    assert seen(load) == (0, 0, 0)


def test_everything_can_be_said_twice() -> None:
    load = Load()
    other, charge = Charge(0, load, 50, 4), Charge(0, load, 100, 7)
    for _ in range(2):
        charge.first_token()
    assert [charge.done(), charge.done()] == [True, False]
    charge.first_token()
    assert seen(load) == (50, 4, 1)
    other.done()
    assert seen(load) == (0, 0, 0)
