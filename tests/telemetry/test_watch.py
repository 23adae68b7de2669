import gc

import pytest

from fakeai_proxy.core.steps import Data, End, Head, Wait
from fakeai_proxy.telemetry import Tap, watched

from .parts import ANSWER, Timeline, ask, made, only, serve

STREAM = (Wait(0.1), Head(200), Data(b"one"), Wait(0.1), Data(b"two"), End())


@pytest.mark.parametrize("run", [None, Timeline()])
def test_the_steps_are_what_they_were(run):
    telemetry = made()
    exchange = telemetry.begin(ask(), "synthesized")
    exchange.run = run
    assert tuple(watched(iter(STREAM), exchange)) == STREAM
    row = only(telemetry)
    assert (row["chunks"], row["response_bytes"], row["status"], row["outcome"]) == (2, 6, 200, "ok")


def test_a_reply_that_nobody_pulled_leaves_a_row():
    telemetry = made()
    watched(iter(STREAM), telemetry.begin(ask(), "synthesized")).close()
    assert only(telemetry)["outcome"] == "aborted"


def test_a_reply_that_is_forgotten_leaves_a_row():
    telemetry = made()
    steps = watched(iter(STREAM), telemetry.begin(ask(), "synthesized"))
    next(steps)
    del steps
    gc.collect()
    assert len(telemetry.rows()) == 1
    assert not telemetry.open


def test_the_reply_is_closed_before_the_row_is_written():
    seen = []

    def reply():
        try:
            yield Head(200)
            yield End()
        finally:
            seen.append(exchange.closed)

    exchange = made().begin(ask(), "synthesized")
    steps = watched(reply(), exchange)
    next(steps)
    steps.close()
    assert (seen, exchange.closed) == ([False], True)


def test_a_reply_that_fails_is_an_error_and_still_fails():
    def reply():
        raise RuntimeError("no")
        yield

    telemetry = made()
    with pytest.raises(RuntimeError):
        next(watched(reply(), telemetry.begin(ask(), "synthesized")))
    assert (only(telemetry)["outcome"], only(telemetry)["error"]) == ("error", "internal")


def test_a_tap_changes_nothing():
    telemetry = made()
    tap = Tap(telemetry.begin(ask(), "live"))
    assert tuple(after for step in ANSWER for after in tap.feed(step)) == ANSWER
    tap.close()
    assert only(telemetry)["source"] == "live"


def test_nothing_is_kept_where_it_is_off():
    telemetry = made(enabled=False)
    serve(telemetry)
    assert (len(telemetry.rows()), telemetry.open) == (0, set())
