"""The hook of pytest-recording, where nobody else declares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .configuring import Recording


@pytest.hookspec
def pytest_recording_configure(config: pytest.Config, vcr: Recording) -> None:
    """Before the first test: `vcr.settings[...]` sets any setting, by its dotted name, for every test."""
