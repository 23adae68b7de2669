from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.fine_tuning.similarity import similarity
from fakeai_proxy.wire.graders import Metric

METRICS = get_args(Metric)
REFERENCE = "the quick brown fox jumps over the lazy dog"


@pytest.mark.parametrize("metric", METRICS)
def test_the_nearer_the_higher(metric: str) -> None:
    same = similarity(metric, REFERENCE, REFERENCE)
    near = similarity(metric, "the quick brown fox jumps over a cat", REFERENCE)
    far = similarity(metric, "nothing of it", REFERENCE)
    assert same == pytest.approx(1.0, abs=0.01)
    assert same > near > far >= 0


def test_known_values() -> None:
    text = "the cat sat on the mat"
    assert similarity("rouge_1", "the cat", text) == pytest.approx(0.5)
    assert similarity("rouge_2", "the cat sat", text) == pytest.approx(4 / 7)
    assert similarity("rouge_l", "cat on mat", text) == pytest.approx(2 / 3)
    assert similarity("gleu", "the cat", text) == pytest.approx(3 / 18)
    assert similarity("fuzzy_match", "abcd", "acde") == pytest.approx(0.75)
    assert similarity("meteor", "on the mat sat the cat", text) == pytest.approx(1 - 0.5 * (2 / 6) ** 3)


@settings(max_examples=30)
@given(st.sampled_from(METRICS), st.text(max_size=20), st.text(max_size=20))
def test_it_is_a_share(metric: str, text: str, reference: str) -> None:
    assert 0 <= similarity(metric, text, reference) <= 1 + 1e-9
