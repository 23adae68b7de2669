from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth import embed
from fakeai_proxy.synth.embedding import PLACES
from fakeai_proxy.synth.english import english

NOUNS = [noun.strip() for noun in english().nouns]
vocabulary = st.sampled_from(NOUNS)


@given(st.text(), st.integers(1, PLACES))
def test_every_text_has_a_unit_vector_of_the_length_asked_for(text: str, dimensions: int) -> None:
    vector = embed(text, dimensions)
    assert vector.shape == (dimensions,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@given(st.text(), st.integers(1, PLACES))
def test_fewer_dimensions_are_the_beginning_of_more(text: str, dimensions: int) -> None:
    head = embed(text, PLACES)[:dimensions]
    np.testing.assert_allclose(embed(text, dimensions), head / np.linalg.norm(head), atol=1e-6)


@given(st.lists(vocabulary, min_size=9, max_size=30, unique=True), st.sampled_from([256, 1024, 1536, 3072]))
def test_texts_that_share_words_are_closer(words: list[str], dimensions: int) -> None:
    third = len(words) // 3
    shared, here, there, elsewhere = (
        words[:third],
        words[third : 2 * third],
        words[2 * third :],
        NOUNS[-third:],
    )
    text = embed(" ".join(shared + here), dimensions)
    alike = text @ embed(" ".join(there + shared), dimensions)
    strange = text @ embed(
        " ".join(noun for noun in elsewhere + there if noun not in shared + here), dimensions
    )
    assert alike > strange


@pytest.mark.parametrize("dimensions", [256, 1536])
@pytest.mark.parametrize(
    ("text", "alike", "strange"),
    [
        (
            "How do I reset my password?",
            "I forgot my password, how can I change it",
            "How do I get to my hotel?",
        ),
        ("running shoes for women", "women's runner shoe", "lasting peace for nations"),
        ("color of the car", "colour of cars", "the taste of the apple"),
        ("install the package with pip", "pip installation of packages", "wash the apples with the kids"),
        ("refund policy for returned items", "Can I return an item and get refunded?", "police of the city"),
        ("Die Katze schläft auf dem Sofa", "Katzen schlafen gerne auf Sofas", "Der Zug hält auf dem Gleis"),
        ("kubernetes pod restarts", "kuberntes pods restarting", "cup of tea with biscuits"),
    ],
)
def test_what_is_about_the_same_is_closer(text: str, alike: str, strange: str, dimensions: int) -> None:
    asked, near, far = (embed(one, dimensions) for one in (text, alike, strange))
    assert asked @ near > asked @ far


@given(st.lists(vocabulary, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_case_order_and_punctuation_do_not_matter(words: list[str], random: object) -> None:
    shuffled = sorted(words)
    np.testing.assert_allclose(embed(" ".join(words), 64), embed("! ".join(shuffled).upper(), 64), atol=1e-5)


def test_a_word_said_more_often_weighs_more() -> None:
    once, often = embed("river bank", 1536), embed("river river river bank", 1536)
    river = embed("river", 1536)
    assert once @ river < often @ river < 0.99


def test_chinese_texts_share_characters() -> None:
    text = embed("今天天气很好", 1536)
    assert text @ embed("今天很冷", 1536) > 0.3 > text @ embed("我喜欢猫", 1536)


def test_no_dimension_is_left_empty() -> None:
    assert np.count_nonzero(embed("hello", 1536)) == 1536


def test_it_is_the_same_in_another_process() -> None:
    code = "from fakeai_proxy.synth import embed; print(embed('Hello, wide world', 8).tolist())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(embed("Hello, wide world", 8).tolist())


@pytest.mark.parametrize("dimensions", [0, -1, PLACES + 1])
def test_other_lengths_are_refused(dimensions: int) -> None:
    with pytest.raises(ValueError, match=f"1 to {PLACES}"):
        embed("x", dimensions)
