from __future__ import annotations

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.mutations.match import Match, model_of
from tests.faults.hits import asking


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({}, True),
        ({"path": "/v1/chat/*", "model": "gpt-4o*", "host": "API.openai.*", "scope": ""}, True),
        ({"path": "/v1/embeddings"}, False),
        ({"model": "o3"}, False),
        ({"host": "api.anthropic.com"}, False),
        ({"scope": "test-*"}, False),
        ({"source": "recorded"}, True),
        ({"source": "live"}, False),
    ],
)
def test_every_field_that_is_given_fits(given: dict[str, str], fits: bool) -> None:
    assert Match.model_validate(given).fits(asking(), "recorded") is fits


def test_what_has_no_model() -> None:
    for body in (b"", b"no JSON", b"[1]", b'{"model": 1}'):
        assert model_of(Request("POST", "/v1/x", body=body)) == ""
