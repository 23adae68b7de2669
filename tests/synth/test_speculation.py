from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.synth import prose, speculate
from fakeai_proxy.synth.speculation import DRAFT, Speculation

TOKENS = st.lists(st.sampled_from("abcdef"), max_size=60)
OLD = [f"w{number}" for number in range(100)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (OLD[:30], Speculation(30, 70, (1, 29))),
        (OLD, Speculation(100, 0, (1, DRAFT + 1, DRAFT + 1, DRAFT + 1))),
        ([*OLD[:9], "new", *OLD[10:20]], Speculation(19, 81, (1, 9, 10))),
        ([*OLD[:9], "new", *OLD[9:20]], Speculation(20, 80, (1, 9, 1, 10))),
        ([*OLD[:9], *OLD[10:20]], Speculation(19, 81, (1, 9, 9))),
        (["new", "newer"], Speculation(0, 100, (1, 1))),
        ([], Speculation(0, 100, ())),
    ],
    ids=["beginning", "all", "replaced", "inserted", "left-out", "unrelated", "nothing"],
)
def test_steps_of_an_edit(written: list[str], expected: Speculation) -> None:
    assert speculate(OLD, written) == expected


@given(TOKENS, TOKENS)
def test_accounts_add_up(predicted: list[str], written: list[str]) -> None:
    spent = speculate(predicted, written)
    assert spent.accepted + spent.rejected == len(predicted)
    assert sum(spent.strides) == len(written)
    assert spent.strides[:1] == (1,) * bool(written)
    assert all(1 <= stride <= DRAFT + 1 for stride in spent.strides)
    assert 0 <= spent.accepted <= _longest_common_subsequence(predicted, written)


def _longest_common_subsequence(first: list[str], second: list[str]) -> int:
    row = [0] * (len(second) + 1)
    for one in first:
        before = row[:]
        for at, other in enumerate(second):
            row[at + 1] = before[at] + 1 if one == other else max(before[at + 1], row[at])
    return row[-1]


@given(st.lists(st.integers(0, 99), max_size=6, unique=True), st.integers(0, 2**32))
def test_few_edits_are_accepted_around_as_a_diff_would(places: list[int], seed: int) -> None:
    kinds = np.random.default_rng(seed).integers(3, size=len(places))
    written = list(OLD)
    for place, kind in zip(places, kinds, strict=True):
        written[place] = ("new", f"{written[place]} new", "")[kind]
    tokens = " ".join(written).split()
    blocks = SequenceMatcher(None, OLD, tokens, autojunk=False).get_matching_blocks()
    spent = speculate(OLD, tokens)
    assert spent.accepted == sum(block.size for block in blocks)
    assert len(spent.strides) <= 2 + len(tokens) // DRAFT + 2 * len(places)


def test_the_accepted_share_is_what_is_saved() -> None:
    written = [word if at % 20 else "new" for at, word in enumerate(OLD * 5)]
    spent = speculate(OLD * 5, written)
    assert len(spent.strides) / len(written) == pytest.approx(1 - spent.accepted / len(written), abs=0.02)


def test_other_prose_is_rejected() -> None:
    one, other = (prose(np.random.default_rng(seed), 300) for seed in (1, 2))
    assert speculate(one, other).accepted < 60
