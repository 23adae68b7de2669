from __future__ import annotations

import pytest

from fakeai_proxy.admin.accept import prefers_text

PROMETHEUS_2 = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"


@pytest.mark.parametrize(
    ("accept", "text"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("application/json, text/plain, */*", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/plain", True),
        ("Text/Plain; version=0.0.4", True),
        (PROMETHEUS_2, True),
        ("text/plain;q=0.5, application/json;q=0.2", True),
        ("text/plain;q=0", False),
        ("text/plain;q=much", False),
    ],
)
def test_who_reads_text(accept: str, text: bool) -> None:
    assert prefers_text(accept) == text
