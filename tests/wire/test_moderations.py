"""What is read as a moderation request."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from fakeai_proxy.wire.moderations import ModerationRequest


def test_texts_or_parts() -> None:
    part = {"type": "text", "text": "a"}
    assert ModerationRequest(input=[part]).input == [part]
    assert ModerationRequest(input="a").model == "omni-moderation-latest"
    with pytest.raises(ValidationError):
        ModerationRequest(input=["a", part])
