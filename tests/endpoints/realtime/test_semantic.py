from __future__ import annotations

import pytest

from fakeai_proxy.endpoints.realtime.semantic import MOST_MS, PAUSE_MS, Patience, trails


@pytest.mark.parametrize("text", ["I would like to", "Well, um", "First the milk,", "the"])
def test_a_sentence_that_goes_on(text):
    assert trails(text)


@pytest.mark.parametrize("text", ["", "Yes", "What is it for?", "I am done with you.", "Paris"])
def test_a_sentence_that_does_not(text):
    assert not trails(text)


@pytest.mark.parametrize(
    ("text", "eagerness"), [("I want to", "high"), ("I want to", "low"), ("Stop.", "low")]
)
def test_the_silence_that_ends_a_turn_depends_on_what_was_said(text, eagerness):
    patience = Patience(eagerness, lambda at: text)
    most = MOST_MS[eagerness] if text == "I want to" else PAUSE_MS
    over = [patience.over(silence, 0) for silence in range(20, most + 20, 20)]
    assert over == [*[False] * (len(over) - 1), True]


def test_it_is_asked_anew_at_each_pause():
    said = iter(("I want to", "I want to go.", ""))
    patience = Patience("medium", lambda at: next(said))
    assert not patience.over(PAUSE_MS, 0)
    assert not patience.over(20, 0)
    assert patience.over(PAUSE_MS, 0)
