"""What telemetry is told of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from fakeai_proxy.telemetry import Exchange
from fakeai_proxy.wire.base import SamplingRequest
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
