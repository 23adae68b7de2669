"""`/organization/usage/*`: one operation each."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.steps import Reply, Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.telemetry.usage import Amounts

from .asked import Asked, asked
from .buckets import page_of
from .kinds import KINDS, Kind, result
from .records import Reader


def completions(body: None, context: Context) -> Reply:
    """Tokens of chats, completions, responses and runs."""
    return told("completions", context)


def embeddings(body: None, context: Context) -> Reply:
    """Tokens that were made vectors."""
    return told("embeddings", context)


def moderations(body: None, context: Context) -> Reply:
    """Tokens that were moderated."""
    return told("moderations", context)


def images(body: None, context: Context) -> Reply:
    """Images that were made, by size and source."""
    return told("images", context)


def audio_speeches(body: None, context: Context) -> Reply:
    """Characters that were spoken."""
    return told("audio_speeches", context)


def audio_transcriptions(body: None, context: Context) -> Reply:
    """Seconds that were transcribed or translated."""
    return told("audio_transcriptions", context)


def code_interpreter_sessions(body: None, context: Context) -> Reply:
    """Sessions of the code interpreter."""
    return told("code_interpreter_sessions", context)


def file_search_calls(body: None, context: Context) -> Reply:
    """Searches of vector stores."""
    return told("file_search_calls", context)


def web_search_calls(body: None, context: Context) -> Reply:
    """Searches of the web."""
    return told("web_search_calls", context)


def decisions(body: None, context: Context) -> Reply:
    """Nothing: the Decisions API is not simulated."""
    return told("decisions", context)


def told(name: str, context: Context) -> Reply:
    """A page of the usage called `name`. Raises ApiError 400."""
    kind = KINDS[name]
    query = asked(context, kind.groups, kind.filters)
    return sliced(summed(kind, query, context), context)


def summed(kind: Kind, query: Asked, context: Context) -> Work[dict[str, Any]]:
    """The page: sums by bucket and group."""
    sums: dict[tuple[int, tuple[Any, ...]], Amounts] = {}
    for slice in Reader(query, context).slices():
        for record in slice:
            if kind.has(record):
                key = record.bucket, tuple(record.facts[name] for name in query.group_by)
                sums[key] = sums.get(key, Amounts()).plus(record.amounts)
        yield Wait(0)
    results: dict[int, list[dict[str, Any]]] = {}
    for bucket, values in sorted(sums, key=str):
        told = result(kind, query.group_by, values, sums[bucket, values])
        results.setdefault(bucket, []).append(told)
    return page_of(query, results)
