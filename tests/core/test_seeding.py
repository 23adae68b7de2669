from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.seeding import (
    FINGERPRINT_BYTES,
    Ordinals,
    content_of,
    fingerprint,
    rng_for,
)

texts = st.text(st.characters(), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)
seeds = st.integers(-(2**127), 2**127 - 1)


def reversed_keys(value: Any) -> Any:
    """`value`, every object with its members in the other order."""
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


def drawn(seed: int = 0, name: bytes = b"x", ordinal: int = 0) -> list[int]:
    numbers: list[int] = rng_for(seed, name, ordinal).integers(0, 2**63, 4).tolist()
    return numbers


@given(values)
def test_a_fingerprint_names_method_path_and_body(value: Any) -> None:
    name = fingerprint("POST", "/a", value)
    assert len(name) == FINGERPRINT_BYTES
    assert name == fingerprint("POST", "/a", reversed_keys(value))
    assert len({name, fingerprint("PUT", "/a", value), fingerprint("POST", "/b", value)}) == 3
    assert name != fingerprint("POST", "/a", [value])


def test_any_path_has_a_fingerprint() -> None:
    assert fingerprint("GET", "/\udcff", None) != fingerprint("GET", "/?", None)


def test_the_form_of_an_answer_is_not_its_content() -> None:
    body = {"model": "m", "n": 1}
    assert content_of(body | {"stream": True, "stream_options": {"include_usage": True}}) == body
    assert content_of(body) == body
    assert content_of(["stream"]) == ["stream"]
    assert content_of(None) is None


@given(seeds, st.binary(max_size=40), st.integers(0, 2**63))
def test_chance_is_a_function_of_seed_name_and_ordinal(seed: int, name: bytes, ordinal: int) -> None:
    assert drawn(seed, name, ordinal) == drawn(seed, name, ordinal)


@given(seeds, seeds, st.binary(max_size=40), st.binary(max_size=40), st.integers(0, 99), st.integers(0, 99))
def test_chance_differs_by_each_of_them(
    seed: int, other_seed: int, name: bytes, other: bytes, ordinal: int, later: int
) -> None:
    here = drawn(seed, name, ordinal)
    assert (drawn(other_seed, name, ordinal) == here) == (other_seed == seed)
    assert (drawn(seed, other, ordinal) == here) == (other == name)
    assert (drawn(seed, name, later) == here) == (later == ordinal)


def test_chance_is_the_same_in_another_process_and_on_every_machine() -> None:
    code = (
        "from fakeai_proxy.core.seeding import fingerprint, rng_for; "
        "print(rng_for(7, fingerprint('POST', '/v1/x', {'a': 'é'}), 2).integers(0, 1000, 5).tolist())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = rng_for(7, fingerprint("POST", "/v1/x", {"a": "é"}), 2).integers(0, 1000, 5).tolist()
    assert ran.stdout == f"{here}\n"
    assert here == [281, 715, 774, 805, 176]


def test_generators_do_not_share_their_state() -> None:
    first, second = rng_for(0, b"x"), rng_for(0, b"x")
    first.random(100)
    assert second.integers(0, 2**63, 4).tolist() == drawn()


def test_ordinals_count_each_name() -> None:
    ordinals = Ordinals()
    assert [ordinals.next(name) for name in (b"a", b"a", b"b", b"a", b"b")] == [0, 1, 0, 2, 1]


@given(st.lists(st.sampled_from([b"a", b"b", b"c", b"d"]), max_size=40), st.integers(1, 4))
def test_only_the_most_recent_names_are_remembered(names: list[bytes], limit: int) -> None:
    ordinals, recent = Ordinals(limit), dict[bytes, int]()
    for name in names:
        seen = recent.pop(name, 0)
        recent[name] = seen + 1
        assert ordinals.next(name) == seen
        while len(recent) > limit:
            recent.pop(next(iter(recent)))


def test_threads_get_each_number_once() -> None:
    ordinals, names = Ordinals(), [b"a", b"b"] * 5_000
    with ThreadPoolExecutor(8) as pool:
        numbers = list(zip(names, pool.map(ordinals.next, names), strict=True))
    for name in (b"a", b"b"):
        assert sorted(number for of, number in numbers if of == name) == list(range(5_000))


def test_threads_may_overflow_it_together() -> None:
    ordinals = Ordinals(limit=3)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(ordinals.next, (f"{n % 50}".encode() for n in range(10_000))))
    assert min(numbers) == 0


@pytest.mark.parametrize("seed", [-(2**127), 2**127 - 1])
def test_seeds_of_128_bits_are_taken(seed: int) -> None:
    assert len(drawn(seed)) == 4
