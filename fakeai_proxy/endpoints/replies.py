"""Answers as steps, with the headers that OpenAI sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.core.steps import Data, End, Head, Headers, Reply

from .context import Context
from .identity import Identity
from .submission import settled
from .together import Timing

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


def json_reply(body: Mapping[str, Any], context: Context, run: Timing | None = None) -> Reply:
    """The whole answer at once, after all tokens of `run`."""
    content = to_json(body)
    if run is None:
        return iter((_head(content, context, 0.0), Data(content), End()))
    if run.instant:
        return _at_once(run, content, context)
    return begun(_after(run, body, content, context))


def json_after(made: Callable[[], Mapping[str, Any]], context: Context, run: Timing) -> Reply:
    """What is `made` once all tokens of `run` are out."""
    return _at_once(run, to_json(made()), context) if run.instant else begun(_made_after(run, made, context))


def _made_after(run: Timing, made: Callable[[], Mapping[str, Any]], context: Context) -> Reply:
    try:
        yield BEGUN
        yield from run.finish()
        content = to_json(made())
        yield _head(content, context, run.elapsed)
        yield Data(content)
        yield End()
    finally:
        run.close()


def _at_once(run: Timing, content: bytes, context: Context) -> Reply:
    """There is nothing to wait for, so it is noted as it is handed out: to watch it would take longer."""
    steps = (_head(content, context, run.elapsed), Data(content), End())
    run.close()
    for step in steps:
        context.exchange.feed(step)
    context.exchange.close()
    return iter(steps)


def _after(run: Timing, body: Mapping[str, Any], content: bytes, context: Context) -> Reply:
    try:
        yield BEGUN
        yield from run.finish()
        if run.cached_tokens != context.exchange.cached_tokens and "prompt_tokens_details" in body["usage"]:
            settled(body["usage"], run, context.exchange)
            content = to_json(body)
        yield _head(content, context, run.elapsed)
        yield Data(content)
        yield End()
    finally:
        run.close()


def _head(content: bytes, context: Context, seconds: float) -> Head:
    fixed = (("content-type", "application/json"), ("content-length", str(len(content))))
    return Head(200, fixed + standard_headers(context.identity, seconds))


BEGUN = End()
"""The step before the first one of a reply that holds something."""


def begun(reply: Reply) -> Reply:
    """`reply` after its step BEGUN. A generator that has not begun runs no `finally` when it is closed."""
    next(reply)
    return reply
