"""What telemetry is told of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from fakeai_proxy.telemetry import Exchange
from fakeai_proxy.telemetry.columns import SEARCH_CONTEXTS, SERVICE_TIERS
from fakeai_proxy.wire.base import SamplingRequest
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.usage import PlainUsage, Usage

from .sampling import Choice


def note(
    exchange: Exchange,
    body: SamplingRequest,
    limit: int | None,
    account: Usage | PlainUsage,
    choices: Sequence[Choice],
) -> None:
    """Write down an answer to `body`, which allows `limit` tokens if it says so."""
    exchange.streamed = bool(body.stream)
    exchange.max_tokens = limit or 0
    exchange.prompt_tokens = account["prompt_tokens"]
    exchange.completion_tokens = account["completion_tokens"]
    exchange.reasoning_tokens = sum([choice.reasoned for choice in choices])
    exchange.choices = len(choices)
    exchange.finish = choices[0].finish_reason
    if isinstance(body, ChatRequest) and body.service_tier in SERVICE_TIERS:
        exchange.service_tier = body.service_tier
    if "prompt_tokens_details" in account:
        whole = cast("Usage", account)
        exchange.input_audio_tokens = whole["prompt_tokens_details"]["audio_tokens"]
        exchange.output_audio_tokens = whole["completion_tokens_details"]["audio_tokens"]


def note_tools(exchange: Exchange, tools: Sequence[Mapping[str, Any]], calls: Sequence[str]) -> None:
    """Write down `calls` (their types) of those of `tools` that are run here."""
    exchange.web_searches = calls.count("web_search_call")
    exchange.file_searches = calls.count("file_search_call")
    exchange.code_sessions = min(calls.count("code_interpreter_call"), 1)
    for tool in tools:
        if exchange.web_searches and (size := tool.get("search_context_size")) in SEARCH_CONTEXTS:
            exchange.search_context = size
        if exchange.file_searches and (stores := tool.get("vector_store_ids")):
            exchange.vector_store = stores[0]
