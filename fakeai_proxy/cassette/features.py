"""A canonical request as JSON pointers (RFC 6901) and what is there, to tell what differs."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONEncoder
from typing import Any

from pydantic_core import from_json

from .canonical import Canonical

encode = JSONEncoder(ensure_ascii=False).encode

LIMIT = 256
"""Leaves looked at; of a longer conversation the beginning."""


def leaves(canonical: Canonical) -> Iterator[tuple[str, str]]:
    """(pointer, JSON text) of at most LIMIT leaves. Method, path and query have names without a slash."""
    yield "method", canonical.method
    yield "path", canonical.path
    if canonical.query:
        yield "query", canonical.query
    if canonical.form == "json":
        for count, leaf in enumerate(_walk("", from_json(canonical.body))):
            if count == LIMIT:
                return
            yield leaf
    elif canonical.form != "empty":
        yield "body", canonical.body.decode("utf-8", "replace")


def _walk(pointer: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case dict() if value:
            for name, child in value.items():
                yield from _walk(f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", child)
        case list() if value:
            for index, child in enumerate(value):
                yield from _walk(f"{pointer}/{index}", child)
        case _:
            yield pointer, encode(value)
