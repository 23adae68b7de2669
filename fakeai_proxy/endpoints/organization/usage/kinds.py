"""What is told of each kind of traffic, and by what it can be grouped and filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from fakeai_proxy.telemetry.usage import Amounts

from .records import Record

USUAL = ("project_id", "user_id", "api_key_id", "model")
FILTERS: Mapping[str, str] = {
    "project_ids": "project_id",
    "user_ids": "user_id",
    "api_key_ids": "api_key_id",
    "models": "model",
    "batch": "batch",
    "sizes": "size",
    "sources": "source",
    "vector_store_ids": "vector_store_id",
    "context_levels": "context_level",
}
"""By parameter, of what it is."""
COMPLETIONS = frozenset(
    (
        "/chat/completions",
        "/completions",
        "/responses",
        "/responses/compact",
        "/messages",
        "/text/generation",
        "/realtime",
        "/threads/runs",
        "/threads/{thread_id}/runs",
        "/threads/{thread_id}/runs/{run_id}/submit_tool_outputs",
    )
)
"""Endpoints where models write texts."""


class Kind(NamedTuple):
    """One kind of usage."""

    object: str
    """Of its results, between `organization.usage.` and `.result`."""
    groups: tuple[str, ...]
    amounts: Callable[[Amounts], dict[str, int]]
    """What is told of the sum of a group."""
    has: Callable[[Record], bool]
    """Whether a record is of this kind."""

    @property
    def filters(self) -> dict[str, str]:
        """By parameter, of what it is."""
        return {param: what for param, what in FILTERS.items() if what in self.groups}


def at(*endpoints: str) -> Callable[[Record], bool]:
    return lambda record: record.endpoint in endpoints


def completions(sum: Amounts) -> dict[str, int]:
    """Audio is never cached here; what is no audio is text."""
    read, cached, heard = int(sum.prompt_tokens), int(sum.cached_tokens), int(sum.input_audio_tokens)
    wrote, spoken = int(sum.completion_tokens), int(sum.output_audio_tokens)
    return {
        "input_tokens": read,
        "output_tokens": wrote,
        "input_cached_tokens": cached,
        "input_uncached_tokens": read - cached,
        "input_text_tokens": max(read - cached - heard, 0),
        "input_cached_text_tokens": cached,
        "input_audio_tokens": heard,
        "input_cached_audio_tokens": 0,
        "output_text_tokens": wrote - spoken,
        "output_audio_tokens": spoken,
        **requests(sum),
    }


def tokens(sum: Amounts) -> dict[str, int]:
    return {"input_tokens": int(sum.prompt_tokens), **requests(sum)}


def requests(sum: Amounts) -> dict[str, int]:
    return {"num_model_requests": int(sum.requests)}


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "completions": Kind(
            "completions",
            (*USUAL, "batch", "service_tier", "api_source"),
            completions,
            lambda record: record.endpoint in COMPLETIONS,
        ),
        "embeddings": Kind("embeddings", USUAL, tokens, at("/embeddings")),
        "moderations": Kind("moderations", USUAL, tokens, at("/moderations")),
        "images": Kind(
            "images",
            (*USUAL, "size", "source"),
            lambda sum: {"images": int(sum.images), **requests(sum)},
            lambda record: record.amounts.images > 0,
        ),
        "audio_speeches": Kind(
            "audio_speeches",
            USUAL,
            lambda sum: {"characters": int(sum.characters), **requests(sum)},
            at("/audio/speech"),
        ),
        "audio_transcriptions": Kind(
            "audio_transcriptions",
            USUAL,
            lambda sum: {"seconds": round(sum.audio_seconds), **requests(sum)},
            at("/audio/transcriptions", "/audio/translations"),
        ),
        "code_interpreter_sessions": Kind(
            "code_interpreter_sessions",
            ("project_id",),
            lambda sum: {"num_sessions": int(sum.code_sessions)},
            lambda record: record.amounts.code_sessions > 0,
        ),
        "file_search_calls": Kind(
            "file_searches",
            ("project_id", "user_id", "api_key_id", "vector_store_id"),
            lambda sum: {"num_requests": int(sum.file_searches)},
            lambda record: record.amounts.file_searches > 0,
        ),
        "web_search_calls": Kind(
            "web_searches",
            (*USUAL, "context_level", "api_source"),
            lambda sum: {"num_requests": int(sum.web_searches), **requests(sum)},
            lambda record: record.amounts.web_searches > 0,
        ),
        "decisions": Kind("decisions", (*USUAL, "batch", "service_tier"), completions, lambda record: False),
    }
)
"""By the last part of the path. Decisions are an API that is not simulated, so that nothing is used of it."""


def result(kind: Kind, names: tuple[str, ...], values: tuple[Any, ...], sum: Amounts) -> dict[str, Any]:
    """One result: the sum of a group, and what makes it one; the rest is null."""
    groups: dict[str, Any] = {**dict.fromkeys(kind.groups), **dict(zip(names, values, strict=True))}
    return {"object": f"organization.usage.{kind.object}.result", **kind.amounts(sum), **groups}
