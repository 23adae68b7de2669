from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.limits.estimate import estimate

PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 4000}}


@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        ({"messages": [{"content": "x" * 400}]}, 100),
        ({"messages": [{"content": "x" * 401}]}, 101),
        ({"messages": [{"content": "x" * 400}], "max_tokens": 50}, 100),
        ({"messages": [{"content": "x" * 400}], "max_completion_tokens": 500}, 500),
        ({"messages": [{"content": [{"text": "x" * 40}, PICTURE]}]}, 13),
        ({"system": "x" * 40, "messages": [], "max_tokens": 64}, 64),
        ({"instructions": "x" * 40, "input": "y" * 40, "max_output_tokens": None}, 20),
        ({"input": ["x" * 40, "y" * 40]}, 20),
        ({"prompt": "x" * 40}, 10),
        ({}, 1),
        ([], 1),
    ],
)
def test_estimates(body: Any, tokens: int) -> None:
    assert estimate(Request("POST", "/v1/x", body=json.dumps(body).encode())) == tokens


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(("messages", "input", "n")), inner)
    ),
    max_leaves=10,
)


@given(st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_asked_costs_something(body: bytes) -> None:
    assert estimate(Request("POST", "/v1/x", body=body)) >= 1
