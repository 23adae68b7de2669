import numpy as np

from fakeai_proxy.synth.bias import Bias
from fakeai_proxy.synth.brief import Brief
from fakeai_proxy.synth.prose import written
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("o200k_base")


def pieces(biases, tokens=200):
    brief = Brief(np.random.default_rng(0), WORDS, tokens)
    by_id = {WORDS.encode(word)[0]: bias for word, bias in biases.items()}
    return Bias.of(by_id, WORDS).heeded(written)(brief)


def test_what_is_never_to_be_written_is_not():
    assert {".", " the", " should"} & set(pieces({})) == {".", " the", " should"}
    assert {".", " the", " should"}.isdisjoint(pieces({".": -100, " the": -100, " should": -100}))


def test_what_is_wanted_less_comes_less_often():
    often, seldom = (pieces({" the": bias}, 5_000).count(" the") for bias in (0, -1))
    assert 0.2 * often < seldom < 0.6 * often


def test_nothing_but_what_is_wanted():
    assert set(pieces({" yes": 100, " no": 100})) == {" yes", " no"}


def test_the_text_is_the_tokens():
    text = pieces({" the": -100, ".": -3})
    assert list(WORDS.pieces("".join(text))) == text
