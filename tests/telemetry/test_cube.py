import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.telemetry.columns import ROW
from fakeai_proxy.telemetry.cube import Cube, Sums
from fakeai_proxy.telemetry.keys import Served


def rows_of(pairs):
    rows = np.zeros(len(pairs), ROW)
    rows["model"], rows["prompt_tokens"] = zip(*pairs, strict=True) if pairs else ([], [])
    return rows


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**32 - 1))), st.integers(1, 5))
def test_sums_are_exact_in_any_portions(pairs, size):
    cube = Cube(Served)
    for start in range(0, len(pairs), size):
        cube.add(rows_of(pairs[start : start + size]))
    expected = {}
    for model, tokens in pairs:
        count, total = expected.get(model, (0, 0))
        expected[model] = count + 1, total + tokens
    assert {key.model: (sums.requests, sums.prompt_tokens) for key, sums in cube.cells().items()} == expected


def test_a_copy_stays_as_it_was():
    cube = Cube(Served)
    before = cube.copy()
    cube.add(rows_of([(1, 5)]))
    assert before.cells() == {}
    assert cube.cells() == {Served(1, 0, 0, 0): Sums(1, 5)}
