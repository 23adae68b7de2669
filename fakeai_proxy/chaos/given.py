"""Faults and moments as people write them: by name alone, as a table, as a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from fakeai_proxy.faults import Fault, fault_of
from fakeai_proxy.faults.when import When


def fault_given(given: Any) -> Fault:
    """`stream.cut`, or a table with `type` and parameters. Raises ValueError."""
    if isinstance(given, Fault):
        return given
    if isinstance(given, str):
        return fault_of({"type": given})
    if not isinstance(given, Mapping) or "type" not in given:
        raise ValueError("a fault is a name, or a table with its name as type and its parameters")
    return fault_of(given)


def listed(given: Any) -> Any:
    """One of something as a list of it."""
    return given if isinstance(given, list | tuple) else (given,)


Given = Annotated[Fault, BeforeValidator(fault_given)]
Faults = Annotated[tuple[Given, ...], BeforeValidator(listed)]
"""One fault or several together."""

__all__ = ["Faults", "Given", "When", "fault_given", "listed"]
