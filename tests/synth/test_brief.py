import numpy as np
import pytest

from fakeai_proxy.synth import NATURAL, Length


@pytest.mark.parametrize(("mean", "sigma"), [(20, 0.3), (200, 0.6), (1_000, 0)])
def test_lengths_have_their_mean(mean: float, sigma: float) -> None:
    rng = np.random.default_rng(0)
    drawn = [Length.of(mean, sigma).drawn(rng) for _ in range(4_000)]
    assert np.mean(drawn) == pytest.approx(mean, rel=0.05)
    assert np.std(np.log(drawn)) == pytest.approx(sigma, abs=0.03)


def test_the_natural_one_is_56_tokens_in_the_mean() -> None:
    assert Length.of(56, 0.5).log_mean == pytest.approx(NATURAL.log_mean, abs=0.001)


def test_no_answer_is_shorter_than_a_token() -> None:
    assert Length.of(1, 3).drawn(np.random.default_rng(1)) >= 1
