"""What the two ends of a reply tell: tokens, why it ended, which error it is. Nothing is parsed as a whole.

OpenAI's chat and completions   {"usage": {"prompt_tokens": ..., "completion_tokens": ...}}
OpenAI's responses              {"usage": {"input_tokens": ..., "output_tokens": ...}}
Anthropic's messages            likewise; of a stream part of it at the beginning, the rest at the end
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request

from .exchange import Exchange
from .tail import HEAD_BYTES, Tail
from .template import AZURE

USAGE, VALUE = b'"usage"', re.compile(rb"\s*:\s*(?=\{)")
REASON, WORD = b'_reason"', re.compile(rb'\s*:\s*"(\w{1,32})"')
ENDED = (b'"finish', b'"stop')
"""What stands before REASON. The last of a few names is found ten times as fast without a pattern."""
DECODER = json.JSONDecoder()
FIRST = re.compile(rb'"usage"\s*:\s*\{.*')
FINISHES = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}
"""Anthropic's words in OpenAI's."""
MODEL = re.compile(rb'"model"\s*:\s*"([^"\\]{1,200})"')
SMALL = 65_536
"""Bytes of a request that is parsed to find its model; a larger one is searched at its ends."""
MOST = 2**32 - 1


def complete(exchange: Exchange, tail: Tail) -> None:
    """Fill in what nobody has told `exchange`."""
    exchange.model = exchange.model or model_of(exchange.request)
    exchange.streamed = exchange.streamed or tail.stream
    body = tail.tail
    usage = told(tail, body)
    cache = count(usage, "cache_read_input_tokens")
    fresh = count(usage, "prompt_tokens") or count(usage, "input_tokens")
    exchange.prompt_tokens = fresh + cache + count(usage, "cache_creation_input_tokens")
    read = details(usage, "prompt_tokens_details", "input_tokens_details")
    cache += count(read, "cached_tokens")
    exchange.cached_tokens = min(cache, exchange.prompt_tokens)
    exchange.completion_tokens = count(usage, "completion_tokens") or count(usage, "output_tokens")
    written = details(usage, "completion_tokens_details", "output_tokens_details")
    exchange.reasoning_tokens = count(written, "reasoning_tokens")
    exchange.input_audio_tokens = count(read, "audio_tokens")
    exchange.output_audio_tokens = count(written, "audio_tokens")
    if reason := last_reason(body):
        exchange.finish = FINISHES.get(reason, reason)
    if exchange.status >= 400:
        exchange.error = error_of(tail.head)
    exchange.ended = exchange.ended or tail.complete


def told(tail: Tail, body: bytes) -> Mapping[str, Any]:
    """The `usage` at the end of `body`; in a stream of messages also what the beginning tells."""
    usage = last_usage(body)
    if not usage:
        return {} if len(body) <= HEAD_BYTES else last_usage(tail.head)
    if "prompt_tokens" in usage:  # OpenAI tells all at once
        return usage
    return {**first_usage(tail.head), **{name: value for name, value in usage.items() if value is not None}}


def first_usage(text: bytes) -> Mapping[str, Any]:
    """The `usage` in the first line of `text` that has one."""
    found = FIRST.search(text)
    return last_usage(found[0]) if found else {}


def last_usage(text: bytes) -> Mapping[str, Any]:
    """The last `usage` in `text`, as far as it is there."""
    at = len(text)
    while (at := text.rfind(USAGE, 0, at)) >= 0:
        if found := VALUE.match(text, at + len(USAGE)):
            rest = text[found.end() :].decode("utf-8", "replace")
            try:
                usage: Mapping[str, Any] = DECODER.raw_decode(rest)[0]
            except (ValueError, RecursionError):
                continue
            return usage
    return {}


def last_reason(text: bytes) -> str:
    """The last reason in `text` why an answer ended; "" where it tells none."""
    at = len(text)
    while (at := text.rfind(REASON, 0, at)) >= 0:
        if text.endswith(ENDED, 0, at) and (found := WORD.match(text, at + len(REASON))):
            return found[1].decode()
    return ""


def details(usage: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The first of `names` that is there."""
    for name in names:
        if isinstance(inner := usage.get(name), dict):
            return inner
    return {}


def count(usage: Mapping[str, Any], name: str) -> int:
    """The tokens that `name` tells; 0 where it is no count."""
    value = usage.get(name)
    return min(value, MOST) if isinstance(value, int) and value > 0 else 0


def error_of(text: bytes) -> str:
    """`code` or `type` of the error that a body says, where it is short enough to be read."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return "unknown"
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return "unknown"
    return next((value for name in ("code", "type") if isinstance(value := error.get(name), str)), "unknown")


def model_of(request: Request) -> str:
    """The model that `request` names, in its body or as a deployment of Azure's; "" where it names none."""
    if len(request.body) > SMALL:
        ends = request.body[:SMALL], request.body[-SMALL:]
        found = next((match for text in ends if (match := MODEL.search(text))), None)
        return found[1].decode("utf-8", "replace") if found else ""
    deployment = AZURE.match(request.path)
    path_model = deployment[0].rpartition("/")[2] if deployment else ""
    try:
        body = request.json if request.body else None
    except ApiError:
        return path_model
    model = body.get("model") if isinstance(body, dict) else None
    return model if isinstance(model, str) else path_model
