"""How much of a prompt a client wants cached: all up to the last of its breakpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from fakeai_proxy.wire.anthropic import CacheCreation, CountRequest

from .as_chat import blocks_of

LEAST: tuple[tuple[str, int], ...] = (
    ("claude-opus-5*", 512),
    ("claude-fable-5*", 512),
    ("claude-mythos-5*", 512),
    ("claude-opus-4-[56]*", 4096),
    ("claude-haiku-4-5*", 4096),
    ("claude-opus-4-7*", 2048),
    ("claude-*haiku*", 2048),
    ("*", 1024),
)
"""Tokens below which nothing is cached: the first pattern that a model's id matches.
https://platform.claude.com/docs/en/build-with-claude/prompt-caching"""
GRAIN = 16
"""Tokens of a block of the cache: what is left of one is found with it."""


class Asked(NamedTuple):
    """What is to be cached."""

    prefix: CountRequest
    """The request up to the last breakpoint."""
    ttl: str


class Cached(NamedTuple):
    """What the cache has to do with a prompt, in tokens."""

    read: int = 0
    written: int = 0
    ttl: str = "5m"

    @property
    def creation(self) -> CacheCreation:
        """What was written, by how long it stays."""
        hour = self.ttl == "1h"
        return {
            "ephemeral_5m_input_tokens": 0 if hour else self.written,
            "ephemeral_1h_input_tokens": self.written if hour else 0,
        }


def least_of(model: str) -> int:
    return next(tokens for pattern, tokens in LEAST if fnmatchcase(model, pattern))


def cached(found: int, prefix_tokens: int, ttl: str) -> Cached:
    """Of a prefix of which `found` tokens were in the cache."""
    read = prefix_tokens if prefix_tokens - found < GRAIN else found
    return Cached(read, prefix_tokens - read, ttl)


def asked_of(body: CountRequest) -> Asked | None:
    """None: nothing is to be cached."""
    if body.cache_control:
        return Asked(body, body.cache_control.get("ttl") or "5m")
    for at in reversed(range(len(body.messages))):
        message = body.messages[at]
        if (last := last_of(blocks_of(message["content"]))) is not None:
            whole = [*body.messages[:at], {**message, "content": message["content"][: last + 1]}]
            return Asked(body.model_copy(update={"messages": whole}), ttl_at(message["content"], last))
    if isinstance(body.system, list) and (last := last_of(body.system)) is not None:
        cut: dict[str, Any] = {"messages": [], "system": body.system[: last + 1]}
        return Asked(body.model_copy(update=cut), ttl_at(body.system, last))
    if body.tools and (last := last_of(body.tools)) is not None:
        cut = {"messages": [], "system": None, "tools": body.tools[: last + 1]}
        return Asked(body.model_copy(update=cut), ttl_at(body.tools, last))
    return None


def last_of(blocks: Sequence[Mapping[str, Any]]) -> int | None:
    """The place of the last breakpoint among `blocks`."""
    return next((at for at in reversed(range(len(blocks))) if blocks[at].get("cache_control")), None)


def ttl_at(blocks: Any, at: int) -> str:
    return str(blocks[at]["cache_control"].get("ttl") or "5m")
