"""Vector stores as the tests of this room make them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fakeai_proxy.endpoints import Services
from tests.endpoints.asking import ask, told
from tests.endpoints.forms import send
from tests.endpoints.sdk import manual

BLOCKS = Path(__file__).with_name("paragraphs.txt").read_text("utf-8").strip().split("\n\n")
PARAGRAPHS = {question: text for question, _, text in (block.partition("\n") for block in BLOCKS)}
"""Texts by the question that each of them answers."""


def uploaded(to: Services, text: str | bytes, name: str = "a.txt") -> str:
    """The id of a file."""
    content = text.encode() if isinstance(text, str) else text
    id: str = told(send("/v1/files", to, file=(name, content), purpose="assistants"))["id"]
    return id


def stored(to: Services, *files: str, **fields: Any) -> str:
    """The id of a store of these files, when they are ready."""
    id: str = told(ask("/v1/vector_stores", {"file_ids": files, **fields}, to))["id"]
    manual(to.clock).advance(1)
    return id
