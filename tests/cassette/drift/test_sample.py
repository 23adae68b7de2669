from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.chosen import Chosen
from fakeai_proxy.cassette.drift.sample import BEYOND, ENOUGH, Candidate, sample, survey
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import rng_for
from tests.cassette.tape import answer, ask, delta, made, stream

kinds = st.sampled_from("ABC").map(lambda path: (path, "m", "http"))
candidates = st.lists(st.tuples(kinds, st.none() | st.floats(0, 1)), max_size=12).map(
    lambda each: [Candidate(str(number), kind, price) for number, (kind, price) in enumerate(each)]
)


@settings(max_examples=25)
@given(candidates, st.integers(1, 6), st.none() | st.floats(0, 2), st.integers(0, 3))
def test_a_sample_keeps_to_count_and_budget(
    each: list[Candidate], count: int, budget: float | None, seed: int
) -> None:
    drawn = sample(each, count, budget, rng_for(seed, b"drift"))
    assert drawn == sample(each, count, budget, rng_for(seed, b"drift"))
    assert len(drawn.chosen) <= count
    assert sum(one.dollars or 0 for one in drawn.chosen) <= (2 * 12 if budget is None else budget)
    assert len(drawn.chosen) + drawn.left.total() == len(each)
    if budget is None:
        assert len({one.kind for one in drawn.chosen}) == min(count, len({one.kind for one in each}))


def test_why_the_others_are_left() -> None:
    each = [Candidate("a", ("p", "m", "http"), 0.9), Candidate("b", ("q", "m", "http"), 0.9)]
    assert sample(each, 5, 1.0, rng_for(0, b"")).left == {BEYOND: 1}
    assert sample(each, 1, None, rng_for(0, b"")).left == {ENOUGH: 1}


def test_what_a_cassette_offers(tmp_path: Path) -> None:
    upload = Request("POST", "/v1/files", body=b"{}")
    exchanges = (ask("a"), answer()), (ask("b", stream=True), stream(delta("Hi"))), (upload, answer())
    with reading(made(tmp_path / "a.db", *exchanges)) as tape:
        found, left = survey(tape, Chosen(), Catalog.load())
        assert [one.kind[2] for one in found] == ["http", "sse"]
        assert left.total() == 1
        found, left = survey(tape, Chosen(path="/v1/files"), Catalog.load())
        assert ([one.kind[0] for one in found], left.total()) == (["/v1/files"], 0)
