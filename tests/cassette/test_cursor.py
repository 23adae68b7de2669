from concurrent.futures import ThreadPoolExecutor

import pytest

from fakeai_proxy.cassette.cursor import Cursors, OnExhausted


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("fail", [0, 1, None, None, None]),
        ("as_miss", [0, 1, None, None, None]),
        ("repeat_last", [0, 1, 1, 1, 1]),
        ("cycle", [0, 1, 0, 1, 0]),
    ],
)
def test_what_follows_the_last_repeat(policy: OnExhausted, expected: list[int | None]) -> None:
    cursors = Cursors(policy)
    assert [cursors.claim("", b"k", 2) for _ in range(5)] == expected
    assert cursors.claim("", b"unknown", 0) is None


def test_scopes_and_keys_are_apart_and_rewound_one_by_one() -> None:
    cursors = Cursors()
    assert [cursors.claim("a", b"k", 9), cursors.claim("a", b"k", 9), cursors.claim("b", b"k", 9)] == [
        0,
        1,
        0,
    ]
    assert cursors.claimed("a", b"k") == 2
    cursors.rewind("a")
    assert [cursors.claim("a", b"k", 9), cursors.claim("b", b"k", 9)] == [0, 1]


def test_an_exhausted_key_is_not_counted_on() -> None:
    cursors = Cursors()
    claimed = [cursors.claim("", b"k", 1) for _ in range(3)]
    assert claimed == [0, None, None]
    assert cursors.claimed("", b"k") == 1


def test_the_scope_used_longest_ago_is_forgotten() -> None:
    cursors = Cursors(limit=2)
    for scope in ("a", "b", "a", "c"):
        cursors.claim(scope, b"k", 9)
    assert [cursors.claimed(scope, b"k") for scope in "abc"] == [2, 0, 1]


def test_threads_share_the_repeats_out() -> None:
    cursors = Cursors()
    with ThreadPoolExecutor(4) as pool:
        claimed = pool.map(lambda _: cursors.claim("", b"k", 200), range(200))
    assert sorted(claimed) == list(range(200))  # type: ignore[type-var]


def test_a_scope_may_have_a_policy_of_its_own_until_it_is_rewound() -> None:
    cursors = Cursors()
    cursors.follow("a", "cycle")
    assert [cursors.claim("a", b"k", 1) for _ in range(2)] == [0, 0]
    assert [cursors.claim("b", b"k", 1) for _ in range(2)] == [0, None]
    cursors.rewind("a")
    assert [cursors.claim("a", b"k", 1) for _ in range(2)] == [0, None]
