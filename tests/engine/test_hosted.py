"""Models that only their maker serves: as fast as was published, and where nothing was, as their class is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Pace
from fakeai_proxy.engine.hosted import LONG_PROMPT, Hosted, estimated
from fakeai_proxy.engine.pricing import Chunk

PACE = Pace(450.0, 131.0, "a page, 2026-06-24")
HOSTED = Hosted(PACE)


def ttft(new: int, before: int = 0) -> float:
    return HOSTED.overhead + HOSTED.step(0, 0, [Chunk(new, before)]).seconds


def test_a_lone_request_is_as_fast_as_was_published() -> None:
    assert ttft(1000) == pytest.approx(0.450)
    assert HOSTED.step(1, 1000, ()).seconds == pytest.approx(1 / 131)
    assert (HOSTED.kind, HOSTED.source) == ("hosted", "a page, 2026-06-24")


@pytest.mark.parametrize("tokens", [1400, 1600, 1900])
def test_a_repeat_of_1200_words_begins_60_to_80_percent_sooner(tokens: int) -> None:
    cached = (tokens - 1) // 16 * 16
    assert 0.60 <= 1 - ttft(tokens - cached, cached) / ttft(tokens) <= 0.80


def test_a_batch_slows_its_sequences_mildly() -> None:
    steps = [HOSTED.step(batch, 0, ()).seconds for batch in (1, 2, 32)]
    assert steps == pytest.approx([1 / 131, 1.01 / 131, 1.31 / 131])


@given(st.integers(1, 6000), st.integers(1, 6000), st.integers(0, 6000), st.integers(0, 64))
def test_a_prompt_in_chunks_costs_what_it_costs_at_once(
    first: int, second: int, before: int, decoding: int
) -> None:
    whole = HOSTED.step(0, 0, [Chunk(first + second, before)]).seconds
    parts = [[Chunk(first, before)], [Chunk(second, before + first)]]
    assert sum(HOSTED.step(0, 0, part).seconds for part in parts) == pytest.approx(whole)
    alone = HOSTED.step(decoding, 0, ()).seconds
    assert sum(HOSTED.step(decoding, 0, part).seconds - alone for part in parts) == pytest.approx(whole)


def test_prompts_do_not_wait_for_each_other() -> None:
    long, short = Chunk(2000, 0), Chunk(500, 0)
    assert HOSTED.step(0, 0, [short, long, short]) == HOSTED.step(0, 0, [long])


def test_the_rest_of_a_long_prompt_is_prefilled_faster() -> None:
    assert ttft(LONG_PROMPT + 400) - ttft(LONG_PROMPT) == pytest.approx(ttft(100, 0) - HOSTED.overhead)


def test_many_steps_cost_what_each_of_them_would() -> None:
    seconds, mean = HOSTED.decode(7, 5000, 40)
    assert set(seconds.tolist()) == {mean.seconds} == {HOSTED.step(7, 5000, ()).seconds}


@pytest.mark.parametrize(
    ("model", "slower"),
    [
        (Model("newcomer-mini", "x", 0), Model("newcomer", "x", 0)),
        (Model("newcomer", "x", 0), Model("newcomer-opus", "x", 0)),
        (Model("newcomer-embed", "x", 0, kind="embedding"), Model("newcomer", "x", 0)),
        (Model("newcomer", "x", 0), Model("newcomer", "x", 0, kind="image")),
    ],
    ids=["mini", "opus", "embedding", "image"],
)
def test_a_model_of_which_nothing_is_known_is_as_fast_as_its_class(model: Model, slower: Model) -> None:
    first, second = estimated(model), estimated(slower)
    assert first.overhead < second.overhead
    assert first.kind == second.kind == "estimate"
    assert first.source.startswith("nothing is published")
