from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.chaos.draw import drawn, named

PARTS = st.lists(st.binary(max_size=8), max_size=4)


@given(st.integers(-(2**63), 2**63 - 1), PARTS)
def test_it_is_a_number_below_one_and_the_same_each_time(seed: int, parts: list[bytes]) -> None:
    assert 0 <= drawn(seed, *parts) < 1
    assert drawn(seed, *parts) == drawn(seed, *parts)


def test_seeds_and_parts_make_a_difference_and_so_do_their_borders() -> None:
    assert len({drawn(0, b"ab", b"c"), drawn(1, b"ab", b"c"), drawn(0, b"a", b"bc"), drawn(0, b"abc")}) == 4
    assert len({named(b"ab", b"c"), named(b"a", b"bc"), named(b"abc")}) == 3


def test_draws_are_even() -> None:
    draws = [drawn(7, n.to_bytes(4, "little")) for n in range(20_000)]
    assert abs(sum(draw < 0.1 for draw in draws) - 2_000) < 130  # 3 sigma
