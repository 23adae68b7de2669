"""Which hosted tools a response uses, and what they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fakeai_proxy.core.lazy import load
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.responses.items import Item
from fakeai_proxy.endpoints.responses.written import Written
from fakeai_proxy.wire.responses import ResponseRequest

from . import HOSTED, hosted_type
from .scene import Scene

if TYPE_CHECKING:
    from .file_search import Searches

ANSWERED = ("message", "mcp_approval_response")
"""Types of items that hosted tools are used for, where one is the last."""


def used(
    body: ResponseRequest,
    items: Sequence[Item],
    asked: str,
    name: str,
    rng: np.random.Generator,
    context: Context,
    searches: Searches | None = None,
) -> list[Written]:
    """What the hosted tools of `body` did, each of them once; none where the user said nothing new.

    searches: what was found in files, before.
    """
    found: list[Written] = []
    for at, tool in enumerate(body.tools or ()):
        if may_use(body, tool, items):
            scene = Scene(body, items, asked, name, at, rng, context, searches)
            found += load(__package__, HOSTED[hosted_type(tool)])(tool, scene)
    return found[: body.max_tool_calls]


def may_use(body: ResponseRequest, tool: Mapping[str, Any], items: Sequence[Item]) -> bool:
    """May the hosted `tool` be used, by what was said last and by `tool_choice`?"""
    if not items or items[-1]["type"] not in ANSWERED or items[-1].get("role") == "assistant":
        return False
    return lets(body, tool)


def lets(body: ResponseRequest, tool: Mapping[str, Any]) -> bool:
    """May the hosted `tool` be used, by `tool_choice`?"""
    choice: Any = body.tool_choice
    if hosted_type(tool) not in HOSTED or choice == "none":
        return False
    return not isinstance(choice, dict) or any(one == hosted_type(tool) for one in named_in(choice))


def named_in(choice: Mapping[str, Any]) -> Iterator[str]:
    """The types of tools that a choice names."""
    if choice["type"] != "allowed_tools":
        yield hosted_type(choice)
    for tool in choice.get("tools") or ():
        yield hosted_type(tool)
