"""Texts in the lowest bits of samples."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.speech.mark import MAGIC, Mark, Marks, texts_in

SURELY = st.text(st.characters(codec="utf-8"), max_size=80)


@settings(max_examples=30, deadline=None)
@given(SURELY, SURELY, st.integers(0, 40))
def test_texts_are_found_in_their_order_wherever_they_begin(one: str, other: str, before: int) -> None:
    parts = [np.zeros(before, np.int16)]
    for text in (one, other):
        mark = Mark(text)
        parts.append(mark.put(np.full(mark.size + 5, -300, np.int16), 0))
    expected = [one, other] if one != other else [one]
    assert texts_in(np.concatenate(parts)) == expected


def test_a_sample_changes_by_its_lowest_bit_alone() -> None:
    samples = np.arange(-500, 500, dtype=np.int16)
    marked = Mark("hidden").put(samples, 7)
    assert np.array_equal(marked >> 1, samples >> 1)


def test_a_frame_that_is_not_whole_is_none() -> None:
    mark = Mark("a text of some length")
    whole = mark.put(np.zeros(mark.size, np.int16), 0)
    assert texts_in(whole) == ["a text of some length"]
    assert texts_in(whole[:-9]) == []
    spoilt = whole.copy()
    spoilt[-20] ^= 1
    assert texts_in(spoilt) == []
    assert texts_in(whole[: 8 * len(MAGIC)]) == []


def test_marks_in_pieces_are_those_of_the_whole() -> None:
    parts = [np.zeros(1000, np.int16)]
    for text in ("one " * 900, "two", "three " * 4000):
        mark = Mark(text)
        parts.append(mark.put(np.zeros(int(mark.size * 1.7), np.int16), 0))
    whole = np.concatenate(parts)
    marks = Marks()
    for at in range(0, len(whole), 700):
        marks.feed(whole[at : at + 700])
    assert marks.texts() == texts_in(whole) == ["one " * 900, "two", "three " * 4000]
