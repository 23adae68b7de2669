"""What the two ends of a reply tell: tokens, why it ended, which error it is. Nothing is parsed as a whole.

OpenAI's chat and completions   {"usage": {"prompt_tokens": ..., "completion_tokens": ...}}
OpenAI's responses              {"usage": {"input_tokens": ..., "output_tokens": ...}}
Anthropic's messages            likewise; of a stream part of it at the beginning, the rest at the end
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request

from .exchange import Exchange
from .tail import Tail
from .template import AZURE

USAGE = re.compile(rb'"usage"\s*:\s*(?=\{)')
FINISH = re.compile(rb'"(?:finish_reason|stop_reason)"\s*:\s*"(\w{1,32})"')
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
    usage = {**last_usage(bytes(tail.head)), **last_usage(bytes(tail.tail))}
    details, written = inner(usage, "prompt", "input"), inner(usage, "completion", "output")
    cache = number(usage, "cache_read_input_tokens")
    fresh = number(usage, "prompt_tokens", "input_tokens")
    exchange.prompt_tokens = fresh + cache + number(usage, "cache_creation_input_tokens")
    exchange.cached_tokens = min(cache + number(details, "cached_tokens"), exchange.prompt_tokens)
    exchange.completion_tokens = number(usage, "completion_tokens", "output_tokens")
    exchange.reasoning_tokens = number(written, "reasoning_tokens")
    if reasons := FINISH.findall(tail.tail):
        reason = reasons[-1].decode()
        exchange.finish = FINISHES.get(reason, reason)
    if exchange.status >= 400:
        exchange.error = error_of(bytes(tail.head))
    exchange.ended = exchange.ended or tail.complete


def last_usage(text: bytes) -> Mapping[str, Any]:
    """The last `usage` in `text`, as far as it is there."""
    for found in reversed([*USAGE.finditer(text)]):
        try:
            usage, _ = json.JSONDecoder().raw_decode(text[found.end() :].decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            continue
        return {name: value for name, value in usage.items() if value is not None}
    return {}


def inner(usage: Mapping[str, Any], *kinds: str) -> Mapping[str, Any]:
    """The details of one kind of tokens."""
    for kind in kinds:
        if isinstance(details := usage.get(f"{kind}_tokens_details"), dict):
            return details
    return {}


def number(usage: Mapping[str, Any], *names: str) -> int:
    """The first of `names` that is a count."""
    found: Iterator[Any] = (usage[name] for name in names if name in usage)
    return next((min(value, MOST) for value in found if isinstance(value, int) and value >= 0), 0)


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
