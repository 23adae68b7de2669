import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Abort, Data, End, Head, Wait
from fakeai_proxy.telemetry import Exchange

from .parts import Timeline, ask

HEAD, PIECE, END = Head(200), Data(b"abc"), End()


def exchange(*steps, run=None, clock=None):
    one = Exchange(ask(), "synthesized", clock or ManualClock(), None)
    one.run = run
    for step in steps:
        one.feed(step)
    return one


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ((HEAD, PIECE, END), "ok"),
        ((Wait(1), HEAD, END), "ok"),
        ((Head(429), PIECE, END), "error"),
        ((HEAD, PIECE, Abort("reset")), "aborted"),
        ((HEAD, PIECE), "aborted"),
        ((), "aborted"),
        ((Abort(),), "error"),
    ],
)
def test_how_it_ended(steps, outcome):
    assert exchange(*steps).outcome == outcome


def test_pieces_are_counted_and_timed():
    clock = ManualClock()
    one = exchange(HEAD, clock=clock)
    for _ in range(2):
        clock.advance(0.5)
        one.feed(PIECE)
    assert (one.chunks, one.response_bytes, one.times) == (2, 6, [0.5, 1.0])


def test_a_run_has_times_of_its_own():
    assert exchange(HEAD, PIECE, run=Timeline()).times == []


def test_it_closes_once():
    closed = []
    one = Exchange(ask(), "live", ManualClock(), closed.append)
    one.close()
    one.close()
    assert closed == [one]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ApiError(404, "", code="model_not_found"), "model_not_found"),
        (ApiError(400, ""), "invalid_request_error"),
    ],
)
def test_an_error_is_told_by_its_code_or_type(error, told):
    one = exchange()
    one.refused(error)
    assert one.error == told
