from __future__ import annotations

import pytest

from fakeai_proxy.modes.axes import Axes, contradiction


def test_a_sealed_cassette_is_replayed_and_not_written_to() -> None:
    once = Axes("sealed", "record", on_expired="rerecord", write="append")
    assert once.settled(True) == Axes("always", "fail")
    assert once.settled(False) == Axes("never", "record", on_expired="rerecord", write="append")
    assert Axes("sealed", "forward", write="append").settled(True).on_miss == "forward"
    assert Axes("always", "fail").settled(True) == Axes("always", "fail")


@pytest.mark.parametrize(
    ("axes", "setting"),
    [
        (Axes("always", "record"), "cassette.on_miss"),
        (Axes("always", "fail", on_expired="rerecord"), "cassette.on_expired"),
        (Axes("never", "fail", write="append"), "cassette.on_miss"),
        (Axes("never", "forward", answer="live"), "cassette.answer"),
        (Axes("always", "record", write="new_generation"), "cassette.write"),
    ],
)
def test_what_cannot_be_meant_names_its_setting(axes: Axes, setting: str) -> None:
    assert str(contradiction(axes)).startswith(f"{setting}: ")


def test_what_needs_a_cassette_and_what_may_ask_upstream() -> None:
    synthesize, spy, all_ = (
        Axes("never", "synthesize"),
        Axes("always", "forward"),
        Axes("never", "record", write="replace"),
    )
    assert [axes.taped for axes in (synthesize, spy, all_)] == [False, True, True]
    assert [axes.live for axes in (synthesize, spy, Axes("always", "fail"))] == [False, True, False]
    assert Axes("always", "fail", answer="live").live
    assert Axes("always", "fail", on_expired="rerecord", write="append").live
