"""What is known of each provider's errors, read from `<provider>.toml`; `edge.toml` is that of Cloudflare."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from .names import NAMES
from .provider import Provider

Evidence = Literal["observed", "documented", "inferred"]
"""Seen on the wire, told by the provider, or put together from what was."""


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One error of one provider. Header values and body are templates of `string.Template`."""

    status: int
    headers: Mapping[str, str]
    body: str
    evidence: Evidence
    reason: str = ""
    """Reason phrase where it is not the usual one."""
    retry: str = ""
    """Header that says when to come back: `retry-after`, or none."""
    note: str = ""
    """What the evidence does not cover."""


@dataclass(frozen=True, slots=True)
class Wording:
    """All errors of one provider."""

    entries: Mapping[str, ErrorEntry]
    shape: ErrorEntry
    """Of the errors that have no entry; its status is that of the error."""
    types: Mapping[str, str]
    """What `$type` is in the shape, by status; `4xx` and `5xx` are for all others."""


@cache
def wording_of(provider: str) -> Wording:
    """The errors of `provider`, or of `edge`."""
    content = tomllib.loads(Path(__file__).with_name(f"{provider}.toml").read_text("utf-8"))
    entries = {name: _entry(given, content["headers"], name) for name, given in content["errors"].items()}
    shape = content.get("shape", {"headers": [], "body": ""})
    return Wording(entries, _entry(shape, content["headers"], "invalid_request"), content.get("types", {}))


def _entry(given: Mapping[str, Any], headers: Mapping[str, Mapping[str, str]], name: str) -> ErrorEntry:
    if "like" in given:
        return replace(wording_of("edge").entries[given["like"]], evidence=given["evidence"])
    merged = {key: value for group in given["headers"] for key, value in headers[group].items()}
    return ErrorEntry(
        status=given.get("status", NAMES[name].status),
        headers=merged,
        body=given["body"],
        evidence=given.get("evidence", "inferred"),
        reason=given.get("reason", ""),
        retry=given.get("retry", ""),
        note=given.get("note", ""),
    )


def entry_of(provider: Provider, name: str) -> ErrorEntry:
    """`name` as `provider` sends it: its own entry, the edge's, that of what it is like, or its shape."""
    own, edge = wording_of(provider).entries, wording_of("edge").entries
    known = name
    while known:
        if known in own or known in edge:
            return own.get(known) or edge[known]
        known = NAMES[known].like
    return shaped(provider, NAMES[name].status)


def shaped(provider: Provider, status: int) -> ErrorEntry:
    """Any error of `status` in the shape that the errors of `provider` have."""
    shape = wording_of(provider).shape
    return ErrorEntry(status, shape.headers, shape.body, "inferred")


def type_of(provider: Provider, status: int) -> str:
    """What `provider` calls errors of `status`."""
    types = wording_of(provider).types
    return types.get(str(status)) or types.get("5xx" if status >= 500 else "4xx", "")
