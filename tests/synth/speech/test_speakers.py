"""Who speaks."""

import numpy as np

from fakeai_proxy.synth.speech.speakers import speakers
from fakeai_proxy.synth.speech.transcript import Segment

SEGMENTS = [Segment("", at, at + 1.0) for at in range(4)]


def high(*hertz: float) -> np.ndarray:
    """A second of each."""
    return np.repeat(np.array(hertz, np.float32), 25)


def test_voices_that_differ_are_speakers_in_the_order_in_which_they_come() -> None:
    assert speakers(SEGMENTS, high(100, 200, 105, 195), {}) == ["A", "B", "A", "B"]


def test_who_is_known_has_a_name() -> None:
    assert speakers(SEGMENTS, high(100, 200, 300, 195), {"Eve": 205, "A": 310}) == ["B", "Eve", "A", "Eve"]


def test_what_has_no_pitch_is_said_by_who_spoke_before() -> None:
    assert speakers(SEGMENTS, high(0, 100, 0, 200), {}) == ["A", "B", "B", "C"]


def test_more_speakers_than_letters_are_one() -> None:
    segments = [Segment("", at, at + 1.0) for at in range(40)]
    rising = high(*(70 * 1.2**at for at in range(40)))
    assert speakers(segments, rising, {})[-3:] == ["Z", "Z", "Z"]
