from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.faults.when import When


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "exactly one of after_events"),
        ({"after_events": 1, "at": "end"}, "not after_events and at"),
        ({"after_events": -1}, "after_events"),
        ({"after_fraction": 1.1}, "after_fraction"),
        ({"at": "somewhere"}, "'headers', 'first_event'"),
        ({"after_minutes": 1}, "after_minutes"),
    ],
)
def test_a_moment_that_is_none_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        When(**given)


def test_which_moments_read() -> None:
    reading = [
        {"after_events": 1},
        {"after_tokens": 0},
        *({"at": at} for at in ("finish", "done", "tool_call")),
    ]
    blind = [{"after_bytes": 1}, {"after_ms": 1}, {"after_fraction": 0.5}, {"at": "headers"}, {"at": "end"}]
    assert all(When(**given).reads_content for given in reading)
    assert not any(When(**given).reads_content for given in blind)
