"""Chats that search the web before they answer: a web that is made up, with pages at example.com."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from fakeai_proxy.telemetry import Exchange
from fakeai_proxy.wire.chat import ChatRequest

from .sampling import Choice, Sampling

SITES = ("example.com", "example.org", "example.net")
CITED: Mapping[str, int] = {"low": 1, "medium": 2, "high": 3}
"""Pages that an answer cites, by the size of the search context."""
WORDS = 6
"""Words of the question in an address."""
LINK = re.compile(r"\(\[[^\]]+\]\((https://[^)]+)\)\)")
SAYINGS = ("Here is what is known of it", "This is also told", "Others say the same")


class Citation(NamedTuple):
    """A page that a text cites."""

    start: int
    """Characters of the text before its link."""
    end: int
    url: str
    title: str


def searching(sampling: Sampling, body: ChatRequest, asked: str, exchange: Exchange) -> Sampling:
    """`sampling` of a text that begins with what was found, and where."""
    size = (body.web_search_options or {}).get("search_context_size") or "medium"
    exchange.web_searches, exchange.search_context = 1, size
    words = re.findall(r"\w+", asked.lower())[:WORDS] or ["search"]
    found = zip(SAYINGS, SITES, range(CITED[size]), strict=False)
    lead = " ".join(f"{said} ([{site}](https://{site}/{'-'.join(words)}))." for said, site, _ in found)
    return sampling._replace(lead=lead)


def cited(choice: Choice) -> Choice:
    """`choice` with the places of its links."""
    found = tuple(
        Citation(link.start(), link.end(), link[1], link[1].rpartition("/")[2].replace("-", " ").capitalize())
        for link in LINK.finditer(choice.text)
    )
    return choice._replace(citations=found)
