"""The table of generators. What they need is imported when one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WRITERS: Mapping[str, str] = MappingProxyType(
    {
        "prose": "prose.writer",
        "echo": "echo.writer",
        "templates": "templates.writer",
        "markdown": "markdown.writer",
    }
)
"""Those that write what is free text: module and name, in this room, of `(TextSettings, model) -> Writer`."""

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "fixtures": "fixtures.Fixtures",
        "upstream": "upstream.Upstream",
    }
)
"""Those that decide all of an answer, calls and errors too: module and name of a Source."""
FIRST = "fixtures"
"""The source that is asked before what is chosen, where there is something in it."""
