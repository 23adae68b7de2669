import pytest

from fakeai_proxy.chaos.verdict import Ledger
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from tests.chaos.verdict.lab import Lab, ask, stream


def test_what_is_over_and_what_is_going_on() -> None:
    lab = Lab()
    going = lab.ledger.watch(ask("slow"))
    lab.exchange(ask("quick"), stream(), after=1)
    seen = lab.observe(over=False)
    assert [(attempt.number, attempt.ended) for attempt in seen.attempts] == [(1, "open"), (2, "complete")]
    assert (seen.since, seen.until, seen.over, seen.forgotten) == (100.0, 101.0, False, 0)
    going.client.close()
    assert [attempt.ended for attempt in lab.attempts] == ["timeout", "complete"]


def test_the_oldest_are_forgotten() -> None:
    ledger = Ledger(ManualClock(), limit=3)
    for _ in range(5):
        ledger.watch(ask()).client.close()
    seen = ledger.observe()
    assert [attempt.number for attempt in seen.attempts] == [3, 4, 5]
    assert seen.forgotten == 2


def test_clear_forgets_what_is_over() -> None:
    lab = Lab()
    lab.ledger.watch(ask())
    lab.exchange(ask(), stream())
    lab.clock.advance(1)
    lab.ledger.clear()
    assert [attempt.ended for attempt in lab.attempts] == ["open"]
    assert lab.observe().since == 101.0


def test_closing_twice_counts_once() -> None:
    ledger = Ledger(ManualClock())
    watch = ledger.watch(ask())
    watch.client.close()
    watch.client.close()
    assert len(ledger.observe().attempts) == 1


def test_a_handshake_of_a_websocket_is_no_attempt() -> None:
    ledger = Ledger(ManualClock())
    watch = ledger.watch(Request("GET", "/v1/realtime", headers=(("upgrade", "websocket"),)))
    watch.client.close()
    assert ledger.observe().attempts == ()


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 5000, b'{"model": "\\ud800"}', b'{"messages": [[]]}'])
def test_any_body_can_be_watched(body: bytes) -> None:
    ledger = Ledger(ManualClock())
    ledger.watch(Request("POST", "/v1/chat/completions", body=body)).client.close()
    assert len(ledger.observe().attempts) == 1
