import numpy as np
import pytest

from fakeai_proxy.telemetry.columns import OUTCOMES, ROW
from fakeai_proxy.telemetry.values import VALUES


def value(name, **fields):
    row = np.zeros(1, ROW)
    for column, number in {"choices": 1, **fields}.items():
        row[column] = number
    return float(VALUES[name](row)[0])


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("tpot", {"prompt_tokens": 9, "decode": 1.0, "completion_tokens": 5}, 0.25),
        ("tpot", {"prompt_tokens": 9, "decode": 1.0, "completion_tokens": 10, "choices": 2}, 0.25),
        ("hit_rate", {"prompt_tokens": 100, "cached_tokens": 25}, 0.25),
        ("computed_tokens", {"prompt_tokens": 100, "cached_tokens": 25}, 75),
        ("choice_tokens", {"prompt_tokens": 9, "completion_tokens": 10, "choices": 4}, 2.5),
        ("inference", {"prefill": 0.5, "decode": 1.5}, 2.0),
        ("embedding", {"prompt_tokens": 9, "duration": 0.5}, 0.5),
        ("max_tokens", {"max_tokens": 64}, 64),
    ],
)
def test_what_is_measured(name, fields, expected):
    assert value(name, **fields) == expected


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("tpot", {"prompt_tokens": 9, "decode": 0.0, "completion_tokens": 1}),
        ("prompt_tokens", {}),
        ("completion_tokens", {}),
        ("hit_rate", {}),
        ("max_tokens", {}),
        ("embedding", {"prompt_tokens": 9, "completion_tokens": 1}),
        ("embedding", {"prompt_tokens": 9, "outcome": OUTCOMES.index("aborted")}),
        ("ttft", {"ttft": np.nan}),
    ],
)
def test_what_is_not_there_is_nan(name, fields):
    assert np.isnan(value(name, **fields))
