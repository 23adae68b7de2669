"""All faults by name. A fault is imported when an experiment names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.errors import SettingsError, nearest
from fakeai_proxy.core.lazy import load

from .base import Fault

FAULTS: Mapping[str, str] = {
    "stream.cut": "stream.cut.Cut",
}
"""Name in experiments -> module and class below `faults`."""


def fault_named(name: str) -> type[Fault]:
    """The model of fault `name`. Raises SettingsError with the nearest name where there is none."""
    if name not in FAULTS:
        raise SettingsError(f"unknown fault '{name}'{nearest(name, FAULTS)}; all: fakeai-proxy chaos list")
    found: type[Fault] = load("fakeai_proxy.faults", FAULTS[name])
    return found


def fault_of(given: Mapping[str, Any]) -> Fault:
    """The fault that `given` describes by `type` and parameters.

    Raises SettingsError where the type is unknown, and pydantic's ValidationError where a parameter is wrong.
    """
    return fault_named(str(given.get("type", ""))).model_validate(given)
