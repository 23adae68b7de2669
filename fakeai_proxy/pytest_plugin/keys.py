"""Where the plugin keeps its things on objects of pytest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .running import Running
    from .session import Session

SHARED: pytest.StashKey[bool] = pytest.StashKey()
"""Of a config: pytest-recording's names are ours."""
SESSION: pytest.StashKey[Session] = pytest.StashKey()
"""Of a config."""
RUNNING: pytest.StashKey[Running] = pytest.StashKey()
"""Of a test of ours, from its first fixture on."""
LEAKS: pytest.StashKey[list[str]] = pytest.StashKey()
"""Of any other test: the hosts of providers that it asked."""
TOLD = "fakeai"
"""Attribute of the last report of a test, which pytest-xdist carries along."""
