"""Texts laid over the stretches in which somebody speaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.speech import RATE, Hearing, speak
from fakeai_proxy.synth.speech.stretches import Stretch, stretches
from fakeai_proxy.synth.speech.syllables import PAUSES
from fakeai_proxy.synth.speech.transcript import Part, transcript, weight

lengths = st.lists(st.floats(0.1, 20), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), lengths)
def test_words_come_in_order_within_the_stretches_and_segments_are_the_text(
    text: str, said: list[float]
) -> None:
    voiced, at = [], 0.0
    for seconds in said:
        voiced.append(Stretch(at + 1, at + 1 + seconds))
        at += 1 + seconds
    made = transcript([Part(text, voiced)])
    assert "".join(segment.text for segment in made.segments) == text or not made.words
    assert [made.text[word.at : word.to] for word in made.words] == [word.text for word in made.words]
    for word in made.words:
        assert word.start <= word.end
        assert any(one.start - 0.01 <= word.start and word.end <= one.end + 0.01 for one in voiced)
    starts = [word.start for word in made.words]
    assert starts == sorted(starts)
    assert all(segment.start <= segment.end for segment in made.segments)


def test_the_times_of_a_speech_are_those_at_which_its_words_are_said() -> None:
    text = "The quick brown fox, jumps. Over the lazy dog!"
    said = speak(text, "echo")
    hearing = Hearing(RATE)
    hearing.feed(said.reshape(-1, 1))
    made = transcript([Part(text, stretches(hearing.heard().loudness))])
    for at, word in enumerate(made.words):
        if at:
            before = speak(text[: word.at]).size / RATE
            assert word.start == pytest.approx(before, abs=0.15), word
    assert [segment.text for segment in made.segments] == [
        "The quick brown fox, jumps.",
        " Over the lazy dog!",
    ]
    assert made.segments[1].start - made.segments[0].end == pytest.approx(PAUSES["."], abs=0.1)


def test_a_part_begins_a_segment_and_so_does_silence() -> None:
    made = transcript([Part("one two", [Stretch(0, 1)]), Part("three", [Stretch(1, 2)])])
    assert [segment.text for segment in made.segments] == ["one two", " three"]
    made = transcript([Part("one two", [Stretch(0, 1), Stretch(3, 4)])])
    assert [segment.text for segment in made.segments] == ["one", " two"]
    assert transcript([]).words == transcript([Part(" ", [Stretch(0, 1)])]).words == []


def test_no_segment_is_longer_than_whisper_listens() -> None:
    made = transcript([Part("word " * 300, [Stretch(0, 120)])])
    assert len(made.segments) == 4
    assert all(segment.end - segment.start <= 30 for segment in made.segments)


def test_a_word_weighs_what_its_sounds_take() -> None:
    assert weight("banana") > 2 * weight("ban")
    assert weight("...") == weight("👍") == 0.04
