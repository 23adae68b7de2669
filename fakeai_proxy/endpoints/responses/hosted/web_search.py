"""Searches of a web that is made up: its pages are at example.com."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fakeai_proxy.endpoints.responses.written import Written

from .scene import Scene

SITES = ("https://example.com/", "https://example.org/", "https://example.net/")
WORDS = 6
"""Words of the query in an address."""


def calls(tool: Mapping[str, Any], scene: Scene) -> Iterator[Written]:
    """One search, for what the user asked."""
    words = re.findall(r"\w+", scene.query.lower())[:WORDS] or ["search"]
    pages = [f"{site}{'-'.join(words)}" for site in SITES]
    action: dict[str, Any] = {"type": "search", "query": scene.query, "queries": [scene.query]}
    if scene.body.includes("web_search_call.action.sources"):
        action["sources"] = [{"type": "url", "url": url} for url in pages]
    item = {"id": scene.id("web_search_call"), "type": "web_search_call", "status": "completed"}
    citation = {"type": "url_citation", "url": pages[0], "title": " ".join(words).capitalize()}
    yield Written({**item, "action": action}, citations=(citation,))
