from __future__ import annotations

from fakeai_proxy.chaos.attempts import LIMIT, WINDOW, Attempts
from fakeai_proxy.core.clock import ManualClock


def test_failures_add_up_until_one_succeeds() -> None:
    attempts = Attempts(ManualClock())
    assert attempts.get(b"a") == 0
    attempts.failed(b"a")
    attempts.failed(b"a")
    assert (attempts.get(b"a"), attempts.get(b"b")) == (2, 0)
    attempts.succeeded(b"a")
    assert attempts.get(b"a") == 0


def test_after_a_while_it_is_a_new_request() -> None:
    clock = ManualClock()
    attempts = Attempts(clock)
    attempts.failed(b"a")
    clock.advance(WINDOW)
    assert attempts.get(b"a") == 1
    clock.advance(1)
    assert attempts.get(b"a") == 0


def test_the_oldest_are_forgotten() -> None:
    attempts = Attempts(ManualClock())
    for n in range(LIMIT + 1):
        attempts.failed(b"%d" % n)
    assert (attempts.get(b"0"), attempts.get(b"1")) == (0, 1)
