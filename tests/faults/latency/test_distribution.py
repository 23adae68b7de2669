from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from fakeai_proxy.faults.latency.distribution import Delay, Distribution

DELAY: TypeAdapter[Distribution] = TypeAdapter(Delay)
MANY = 4000


def drawn(given: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    delay, rng = DELAY.validate_python(given), np.random.default_rng(1)
    return np.array([delay.seconds(rng) for _ in range(MANY)]) * 1000


@pytest.mark.parametrize("given", [250, 250.0, {"kind": "fixed", "ms": 250}])
def test_fixed(given: Any) -> None:
    assert set(drawn(given)) == {250.0}


def test_uniform() -> None:
    values = drawn({"kind": "uniform", "min_ms": 100, "max_ms": 300})
    assert (100 <= values.min() < 105, 295 < values.max() <= 300) == (True, True)
    assert np.mean(values) == pytest.approx(200, rel=0.02)


def test_normal_is_never_negative() -> None:
    values = drawn({"kind": "normal", "mean_ms": 50, "sd_ms": 50})
    assert values.min() == 0
    assert np.median(values) == pytest.approx(50, rel=0.05)


def test_lognormal() -> None:
    values = drawn({"kind": "lognormal", "median_ms": 400, "sigma": 0.8})
    assert np.median(values) == pytest.approx(400, rel=0.05)
    assert np.quantile(values, 0.8413) / np.median(values) == pytest.approx(np.exp(0.8), rel=0.1)
    assert drawn({"kind": "lognormal", "median_ms": 400, "sigma": 2, "max_ms": 900}).max() == 900


def test_pareto() -> None:
    values = drawn({"kind": "pareto", "min_ms": 100, "alpha": 2})
    assert values.min() >= 100
    assert np.median(values) == pytest.approx(100 * 2 ** (1 / 2), rel=0.05)
    assert drawn({"kind": "pareto", "min_ms": 100, "alpha": 0.1, "max_ms": 500}).max() == 500


@pytest.mark.parametrize("content", ["10\n20\n\n30\n", "[10, 20, 30]"])
def test_empirical(tmp_path: Path, content: str) -> None:
    file = tmp_path / "measured.txt"
    file.write_text(content)
    expected = {10.0, 20.0, 30.0}
    assert set(drawn({"kind": "empirical", "file": str(file)}).round(6)) == expected
    assert set(drawn({"kind": "empirical", "values_ms": [10, 20, 30]}).round(6)) == expected


def test_chance_is_an_argument() -> None:
    given = {"kind": "uniform", "min_ms": 0, "max_ms": 9}
    assert list(drawn(given)) == list(drawn(given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (-1, "greater than or equal to 0"),
        (True, "Input should be"),
        ("fast", "Input should be"),
        ({"kind": "gauss"}, "'normal'"),
        ({"kind": "fixed", "ms": float("inf")}, "finite"),
        ({"kind": "uniform", "min_ms": 2, "max_ms": 1}, "less than min_ms"),
        ({"kind": "lognormal", "median_ms": 0, "sigma": 1}, "greater than 0"),
        ({"kind": "empirical"}, "exactly one of"),
        ({"kind": "empirical", "values_ms": []}, "at least 1"),
        ({"kind": "empirical", "file": "/nowhere/at/all"}, "cannot be read"),
    ],
)
def test_what_is_no_delay_is_refused(given: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        DELAY.validate_python(given)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("1\nsecret\n", "value 2 is not a number"),
        ("1\n-4\n", "value 2 is not between"),
        ("\n", "holds 0 delays"),
    ],
)
def test_a_file_is_checked_and_its_content_never_shown(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "measured.txt"
    file.write_text(content)
    with pytest.raises(ValidationError, match=said) as failure:
        DELAY.validate_python({"kind": "empirical", "file": str(file)})
    assert "secret" not in str(failure.value)
