from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth.prediction import edited
from fakeai_proxy.synth.speculation import speculate
from fakeai_proxy.tokens import tokenizer

O200K = tokenizer("o200k_base")
CODE = (
    """def area(width: int, height: int) -> int:
    # both in metres
    return width * height if width > 0 else 0
"""
    * 40
)


def edit(text: str, seed: int) -> list[str]:
    return edited(np.random.default_rng(seed), text, O200K)


def test_a_few_words_come_out_otherwise() -> None:
    pieces = O200K.pieces(CODE)
    shares = [speculate(pieces, edit(CODE, seed)).accepted / len(pieces) for seed in range(20)]
    assert 0.96 < np.mean(shares) < 0.995
    assert len({tuple(edit(CODE, seed)) for seed in range(5)}) == 5


def test_a_short_text_comes_as_predicted() -> None:
    assert {"".join(edit("Hello, world!", seed)) for seed in range(100)} == {"Hello, world!"}


@given(st.text(), st.integers(0, 2**32))
def test_edited_tokens_are_those_of_the_edited_text(text: str, seed: int) -> None:
    pieces = edit(text, seed)
    assert tuple(pieces) == O200K.pieces("".join(pieces))
    assert pieces == edit(text, seed)


@given(st.integers(0, 2**32))
def test_marks_numbers_and_indentation_stay(seed: int) -> None:
    def marks(text: str) -> str:
        return "".join(character for character in text if not character.isalpha() and character != " ")

    assert marks("".join(edit(CODE, seed))) == marks(CODE)
