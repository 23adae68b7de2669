"""The hook of pytest-recording, where nobody else declares it."""

from __future__ import annotations

from typing import Any

import pytest


class Recording:
    """Settings for every test. It is no VCR object, and says so."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def __getattr__(self, name: str) -> Any:
        raise pytest.UsageError(
            f"pytest_recording_configure: fakeai_proxy has no vcr.{name}; set vcr.settings['...'], by the"
            " names in its docs, such as 'cassette.redact.pointers'"
        )


@pytest.hookspec
def pytest_recording_configure(config: pytest.Config, vcr: Recording) -> None:
    """Before the first test: `vcr.settings[...]` sets any setting, by its dotted name, for every test."""
