from __future__ import annotations

import pytest

from fakeai_proxy.core.steps import Head
from tests.faults.hits import passed, streamed, whole


@pytest.mark.parametrize(
    "reply", [whole(), streamed(b"data: 1\n\n", b"data: 2\n\n")], ids=["whole", "stream"]
)
@pytest.mark.parametrize("value", ["text/html", None])
def test_another_kind(reply: list[object], value: str | None) -> None:
    head, *rest = passed({"type": "http.content_type", "value": value}, reply)  # type: ignore[arg-type]
    assert isinstance(head, Head)
    assert dict(head.headers).get("content-type") == value
    assert rest == reply[1:]
