from __future__ import annotations

from dataclasses import replace

import pytest

from fakeai_proxy.core.steps import End, Head
from tests.faults.hits import answered, asking, hit_of

HIT = hit_of(replace(asking(), query="api-version=1"))


@pytest.mark.parametrize(
    ("given", "location"),
    [
        ({}, "https://elsewhere.example/v1/chat/completions?api-version=1"),
        ({"to": "loop"}, "/v1/chat/completions?api-version=1"),
        ({"location": "/v1/models"}, "/v1/models"),
    ],
)
def test_elsewhere(given: dict[str, object], location: str) -> None:
    headers = (("location", location), ("content-length", "0"))
    assert answered({"type": "http.redirect", **given}, HIT) == [Head(307, headers), End()]


def test_the_status() -> None:
    steps = answered({"type": "http.redirect", "status": 308})
    assert steps is not None
    assert steps[0].status == 308  # type: ignore[union-attr]
