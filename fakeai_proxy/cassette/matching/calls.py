"""Ids of calls by the order in which they appear: who made them up does not count, which is which does."""

from __future__ import annotations

import re
from typing import Any

MENTIONED = re.compile(rb'"(?:id|call_id|tool_call_id|tool_use_id)":')
NAMES = frozenset(("id", "call_id", "tool_call_id", "tool_use_id"))
REFERENCE = "item_reference"
"""Names something upstream keeps: another id is another thing."""


class Renamed:
    """A `Change` for one conversation: `call_x7Gh` and all that refers to it become `<call:1>`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def __call__(self, holder: dict[str, Any] | None, name: str, text: str) -> str:
        if name not in NAMES or holder is None or holder.get("type") == REFERENCE:
            return text
        return self._names.setdefault(text, f"<call:{len(self._names) + 1}>")
