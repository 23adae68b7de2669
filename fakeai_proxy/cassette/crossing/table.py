"""Which family a path is of."""

from __future__ import annotations

from fakeai_proxy.core.lazy import load

from .family import Family

FAMILIES: tuple[tuple[str, str], ...] = (
    ("/chat/completions", "chat.FAMILY"),
    ("/completions", "completions.FAMILY"),
    ("/responses", "responses.FAMILY"),
    ("/messages", "messages.FAMILY"),
)
"""Ends of paths; the first that fits."""


def family_of(path: str) -> Family | None:
    """None where streams and whole answers are not known to say the same."""
    where = next((where for end, where in FAMILIES if path.endswith(end)), None)
    if where is None:
        return None
    family: Family = load(__package__, where)
    return family
