from __future__ import annotations

import json
from statistics import mean

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeai_proxy.synth import Generated, generate
from fakeai_proxy.tokens import tokenizer

O200K = tokenizer("o200k_base")
seeds = st.integers(0, 2**32)
limits = st.none() | st.integers(0, 200)
tokenizers = st.sampled_from([O200K, tokenizer("cl100k_base")])


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(
    seeds,
    tokenizers,
    limits,
    st.integers(0, 100),
    st.booleans(),
    st.lists(st.sampled_from(["ing", ", ", "zz"])),
    st.booleans(),
)
def test_pieces_are_the_tokens_of_the_text(
    seed: int,
    words: object,
    limit: int | None,
    minimum: int,
    ignore_eos: bool,
    stop: list[str],
    json_object: bool,
) -> None:
    answer = generate(
        rng(seed),
        words,  # type: ignore[arg-type]
        limit=limit,
        minimum=minimum,
        ignore_eos=ignore_eos,
        stop=tuple(stop),
        json_object=json_object,
    )
    assert answer.pieces == words.pieces(answer.text)  # type: ignore[attr-defined]
    assert len(answer.pieces) == words.count(answer.text)  # type: ignore[attr-defined]
    assert limit is None or len(answer.pieces) <= limit
    assert limit is None or answer.finish_reason == "stop" or len(answer.pieces) == limit
    assert len(answer.pieces) >= (minimum if limit is None else min(minimum, limit))
    assert not any(string in answer.text[len("".join(answer.pieces[:minimum])) :] for string in stop)


@given(seeds, st.integers(0, 300), st.booleans())
def test_ignoring_the_end_fills_the_limit(seed: int, limit: int, json_object: bool) -> None:
    answer = generate(rng(seed), O200K, limit=limit, ignore_eos=True, json_object=json_object)
    assert len(answer.pieces) == limit
    assert answer.finish_reason == "length"


@given(seeds, st.integers(1, 200))
def test_a_limit_only_cuts(seed: int, limit: int) -> None:
    whole, cut = generate(rng(seed), O200K, limit=None), generate(rng(seed), O200K, limit=limit)
    assert whole.text.startswith(cut.text.rstrip())
    assert (cut.finish_reason == "length") == (limit <= len(whole.pieces))


@given(seeds)
def test_without_a_limit_the_last_sentence_ends(seed: int) -> None:
    answer = generate(rng(seed), O200K, limit=None, ignore_eos=True)
    assert answer.finish_reason == "stop"
    assert answer.text[-1] in ".?"


def test_answers_have_sixty_tokens_in_the_mean_and_differ_in_length() -> None:
    chance = rng()
    lengths = [len(generate(chance, O200K, limit=None).pieces) for _ in range(2_000)]
    assert 55 < mean(lengths) < 65
    assert min(lengths) < 25
    assert max(lengths) > 150


@pytest.mark.parametrize("limit", range(6))
def test_a_limit_that_no_object_fits_cuts_it(limit: int) -> None:
    answer = generate(rng(), O200K, limit=limit, json_object=True)
    assert (len(answer.pieces), answer.finish_reason) == (limit, "length")


@given(seeds, st.integers(7, 200))
def test_an_object_that_fits_is_whole(seed: int, limit: int) -> None:
    answer = generate(rng(seed), O200K, limit=limit, json_object=True)
    assert json.loads(answer.text)
    assert answer.finish_reason == "stop"


@given(seeds, st.text(alphabet="aeiou tnshrdl.,", min_size=1, max_size=3), st.integers(0, 40))
@example(0, "The", 0)
def test_a_stop_string_ends_the_text_before_it(seed: int, stop: str, minimum: int) -> None:
    whole = generate(rng(seed), O200K, limit=100, minimum=minimum)
    answer = generate(rng(seed), O200K, limit=100, minimum=minimum, stop=("", stop))
    at = whole.text.find(stop, len("".join(whole.pieces[:minimum])))
    assert answer == (whole if at < 0 else Generated(O200K.pieces(whole.text[:at]), "stop"))


def test_the_first_of_several_stop_strings_counts() -> None:
    whole = generate(rng(), O200K, limit=50).text
    first, later = whole[20:24], whole[40:44]
    assert generate(rng(), O200K, limit=50, stop=(later, first)).text == whole[: whole.find(first)]


def test_the_same_seed_answers_the_same_on_every_machine() -> None:
    pieces = ("Today", ",", " the", " reference", " could", " recognise")
    assert generate(rng(), O200K, limit=6) == Generated(pieces, "length")


def test_a_vocabulary_is_not_asked() -> None:
    assert generate(rng(), None, limit=50).pieces == generate(rng(), O200K, limit=50).pieces  # type: ignore[arg-type]


@given(seeds, limits, st.integers(0, 100), st.booleans(), st.lists(st.sampled_from(["ing", ", ", "zz"])))
def test_a_predicted_answer_keeps_to_its_limits(
    seed: int, limit: int | None, minimum: int, ignore_eos: bool, stop: list[str]
) -> None:
    options = {"limit": limit, "minimum": minimum, "ignore_eos": ignore_eos, "stop": tuple(stop)}
    answer = generate(rng(seed), O200K, predicted="Reading, writing and asking.\n" * 8, **options)  # type: ignore[arg-type]
    assert limit is None or len(answer.pieces) <= limit
    assert len(answer.pieces) >= (minimum if limit is None else min(minimum, limit))
    assert not any(string in answer.text[len("".join(answer.pieces[:minimum])) :] for string in stop)
    if ignore_eos and limit is not None and not stop:
        assert (len(answer.pieces), answer.finish_reason) == (limit, "length")


def test_what_is_predicted_is_nearly_what_is_answered() -> None:
    assert generate(rng(), O200K, limit=None, predicted="Hello, world!").text == "Hello, world!"
    assert generate(rng(), O200K, limit=2, predicted="Hello, world!") == Generated(("Hello", ","), "length")


def test_json_is_json_whatever_was_predicted() -> None:
    answer = generate(rng(), O200K, limit=None, json_object=True, predicted="Hello, world!")
    assert isinstance(json.loads(answer.text), dict)
