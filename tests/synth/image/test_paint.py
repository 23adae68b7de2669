from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.image import paint
from fakeai_proxy.synth.image.paint import MOTIFS


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(st.text(max_size=60), st.tuples(*[st.integers(16, 96)] * 2), st.integers(0, 99), st.booleans())
@settings(max_examples=25, deadline=None)
def test_it_has_the_size_asked_for_and_is_the_same_again(
    prompt: str, size: tuple[int, int], seed: int, transparent: bool
) -> None:
    one, again = (paint(prompt, size, rng(seed), transparent=transparent) for _ in range(2))
    assert one.size == size
    assert one.mode == ("RGBA" if transparent else "RGB")
    assert one.tobytes() == again.tobytes()


def test_pictures_can_be_told_apart() -> None:
    pictures = {paint("a cat", (64, 64), rng(seed)).tobytes() for seed in range(20)}
    assert len(pictures) == 20


def test_without_a_backdrop_one_sees_through() -> None:
    lowest, highest = paint("a cat", (64, 64), rng(), transparent=True).getchannel("A").getextrema()
    assert (lowest, highest) == (0, 255)


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_shows(motif: object) -> None:
    seeds = [seed for seed in range(12) if MOTIFS[chosen(seed)] is motif]
    assert seeds
    picture = paint("", (64, 64), rng(seeds[0]), transparent=True)
    assert picture.getbbox() is not None


def chosen(seed: int) -> int:
    """The motif after the colours were drawn."""
    from fakeai_proxy.synth.image.paint import COLOURS
    from fakeai_proxy.synth.image.palette import palette

    drawn = rng(seed)
    palette("", COLOURS, drawn)
    return int(drawn.integers(len(MOTIFS)))
