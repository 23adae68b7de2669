from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine import EngineSettings
from fakeai_proxy.engine.roles import holders, roles


@pytest.mark.parametrize(
    ("given", "workers", "expected"),
    [
        ({}, 2, ("both", "both")),
        ({"disaggregated": True}, 4, ("prefill", "prefill", "decode", "decode")),
        ({"disaggregated": True, "prefill_workers": 1}, 3, ("prefill", "decode", "decode")),
    ],
)
def test_roles(given: dict[str, Any], workers: int, expected: tuple[str, ...]) -> None:
    assert roles(EngineSettings.model_validate(given), workers) == expected


@pytest.mark.parametrize(
    ("prefill", "workers", "message"),
    [
        (
            4,
            4,
            "engine.prefill_workers: 4 of kv_cache.num_workers = 4 leave none that decodes; it may be 1 to 3",
        ),
        (None, 1, "kv_cache.num_workers must be 2 or more"),
    ],
)
def test_somebody_has_to_decode(prefill: int | None, workers: int, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        roles(EngineSettings(disaggregated=True, prefill_workers=prefill), workers)


def test_holders() -> None:
    assert holders(("prefill", "decode", "prefill"), "prefill") == (0, 2)
    assert holders(("both", "both"), "decode") == ()
