from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos import ChaosSettings


def test_off_by_default() -> None:
    assert not ChaosSettings().armed
    assert ChaosSettings(allow_header=True).armed
    assert ChaosSettings(experiment=Path("flaky")).armed


def test_the_token_is_shown_nowhere() -> None:
    settings = ChaosSettings.model_validate({"token": "0123456789abcdef"})
    assert "0123456789abcdef" not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"token": "short"}, "at least 16 characters"),
        ({"token": "with spaces in between"}, "at least 16 characters"),
        ({"allow_hosts": ["a:99999"]}, "is not a host or host:port"),
        ({"max_share": 2}, "less than or equal to 1"),
        ({"header_percent": -1}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        ChaosSettings.model_validate(fields)
