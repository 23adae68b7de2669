"""Tools that the API runs itself: what they do is made up, but for the searches in files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HOSTED: Mapping[str, str] = {
    "web_search": "web_search.calls",
    "code_interpreter": "code_interpreter.calls",
    "mcp": "mcp.calls",
    "file_search": "file_search.calls",
    "image_generation": "image_generation.calls",
}
"""Module and name, in this room, of what makes the calls of a tool of that type."""


def hosted_type(tool: Mapping[str, Any]) -> str:
    """The type of a tool, or of a choice of one, without its version."""
    kind = str(tool.get("type"))
    return "web_search" if kind.startswith("web_search") else kind
