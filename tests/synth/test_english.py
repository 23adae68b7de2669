from __future__ import annotations

import pytest
from faker.providers.lorem.en_US import Provider

from fakeai_proxy.synth.english import english
from fakeai_proxy.synth.json_object import CLOSE, COLON, OPEN, QUOTE
from fakeai_proxy.synth.records import RECORDS
from fakeai_proxy.tokens import Tokenizer, tokenizer

ENCODINGS = ("o200k_base", "o200k_harmony", "cl100k_base")


def split(words: Tokenizer, pieces: tuple[str, ...]) -> list[str]:
    """Those that are not one token."""
    return [piece for piece in pieces if words.count(piece) != 1]


@pytest.mark.parametrize("name", ENCODINGS)
def test_all_that_prose_is_made_of_is_one_token(name: str) -> None:
    words = tokenizer(name)
    for pattern in english().patterns:
        places = dict(pattern.open)
        assert not split(words, tuple(piece for at, piece in enumerate(pattern.pieces) if at not in places))
        for choice in places.values():
            assert not split(words, choice)


@pytest.mark.parametrize("name", ENCODINGS)
def test_all_that_begins_or_ends_a_sentence_is_one_token(name: str) -> None:
    words = tokenizer(name)
    for pattern in english().patterns:
        at, choice = pattern.open[0]
        first = choice if at == 0 else pattern.pieces[:1]
        assert not split(words, first)
        assert not split(words, tuple(piece[1:] for piece in first))
        assert not split(words, (pattern.pieces[-1], pattern.pieces[-1] + "\n\n"))


@pytest.mark.parametrize("name", ENCODINGS)
def test_all_that_json_is_made_of_is_one_token(name: str) -> None:
    assert not split(tokenizer(name), (OPEN, COLON, QUOTE, CLOSE, *(key for _, key in RECORDS)))


def test_every_pattern_is_a_sentence() -> None:
    for pattern in english().patterns:
        assert pattern.pieces[0][1].isupper()
        assert pattern.pieces[-1] in ".?"
        assert len(pattern.open) < len(pattern.pieces) <= english().longest


def test_the_words_come_from_faker() -> None:
    theirs = {word for words in Provider.parts_of_speech.values() for word in words} | {*Provider.word_list}
    ours = {word.strip() for pattern in english().patterns for _, choice in pattern.open for word in choice}
    assert len(ours) > 900
    assert {word for word in ours if word.lower() not in theirs} <= {"Your", "Its", "This", "Our"}
