from __future__ import annotations

import pytest

from tests.faults.hits import headers_of, passed, whole


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (False, "false")])
def test_what_sdks_obey(value: bool, text: str) -> None:
    reply = whole(b"{}", ("x-should-retry", "perhaps"), status=400)
    steps = passed({"type": "http.should_retry", "value": value}, reply)
    assert headers_of(steps)["x-should-retry"] == text
    assert steps[1:] == reply[1:]
