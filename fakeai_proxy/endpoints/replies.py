"""Answers as steps, with the headers that OpenAI sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.core.steps import Data, End, Head, Headers, Reply, Step, Wait

from .context import Context
from .identity import Identity

VERSION = "2020-10-01"
ORGANIZATION, PROJECT = "fakeai", "proj_fakeai"


def standard_headers(identity: Identity, seconds: float = 0.0) -> Headers:
    """What every answer carries; `seconds` is how long it was simulated to take."""
    return (
        ("openai-organization", ORGANIZATION),
        ("openai-processing-ms", str(round(seconds * 1000))),
        ("openai-project", PROJECT),
        ("openai-version", VERSION),
        ("x-request-id", identity.request_id),
    )


def json_reply(body: Mapping[str, Any], context: Context, waits: Sequence[float] = ()) -> Reply:
    """The whole answer at once, after all its tokens' `waits`."""
    content = to_json(body)
    seconds = sum(waits)
    fixed = (("content-type", "application/json"), ("content-length", str(len(content))))
    head = Head(200, fixed + standard_headers(context.identity, seconds))
    steps: tuple[Step, ...] = (head, Data(content), End())
    return iter((Wait(seconds), *steps) if seconds else steps)
