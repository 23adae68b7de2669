"""One turn of a session as what other rooms know: a request with chance and an exchange of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import End, Head
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.identity import content_name, identify

if TYPE_CHECKING:
    from .responding import Response

ENDPOINT = "/realtime"
TRANSCRIPTIONS = "/audio/transcriptions"
"""As what a transcription within a session is counted."""


def turn(opened: Context, model: str, said: Any, endpoint: str = ENDPOINT) -> Context:
    """A turn that answers what was `said`, in the session that `opened` it; counted as of `endpoint`."""
    services, request = opened.services, opened.request
    name = content_name("GET", endpoint, {"model": model, "said": said})
    ordinal = services.ordinals.next(name)
    exchange = services.telemetry.begin(request, "synthesized")
    exchange.endpoint, exchange.model, exchange.streamed = endpoint, model, True
    rng = rng_for(services.seed, name, ordinal)
    return Context(request, services, identify(services.seed, name, ordinal), rng, exchange)


def began(context: Context) -> None:
    """It is answered."""
    context.exchange.feed(Head(200))


def ended(context: Context) -> None:
    """It was answered to the end."""
    context.exchange.feed(End())


FINISHES = {"completed": "stop", "incomplete": "length"}


def note(response: Response) -> None:
    """What telemetry is told of a response."""
    exchange, read = response.context.exchange, response.read
    if read is not None and response.run is not None:
        exchange.prompt_tokens, exchange.input_audio_tokens = read.tokens, read.audio_tokens
        exchange.completion_tokens = response.text + response.sound
        exchange.output_audio_tokens = response.sound
        exchange.cached_tokens = response.run.cached_tokens
    called = any(kept.item["type"] == "function_call" for kept in response.output)
    exchange.finish = "tool_calls" if called else FINISHES.get(response.status, "")
    exchange.reasoning_tokens = response.reasoned
    if response.status != "failed":
        ended(response.context)


def usage_of(response: Response) -> dict[str, Any] | None:
    """What a response cost; None where nothing was read for it."""
    read, run = response.read, response.run
    if read is None or run is None:
        return None
    cached = min(run.cached_tokens, read.tokens)
    text = min(cached, read.text_tokens)
    sound = min(cached - text, read.audio_tokens)
    written = response.text + response.sound
    return {
        "total_tokens": read.tokens + written,
        "input_tokens": read.tokens,
        "output_tokens": written,
        "input_token_details": {
            "text_tokens": read.text_tokens,
            "audio_tokens": read.audio_tokens,
            "image_tokens": read.image_tokens,
            "cached_tokens": cached,
            "cached_tokens_details": {
                "text_tokens": text,
                "audio_tokens": sound,
                "image_tokens": cached - text - sound,
            },
        },
        "output_token_details": {"text_tokens": response.text, "audio_tokens": response.sound},
    }


def said_of(items: Sequence[Any]) -> list[Any]:
    """What chooses the content of an answer to `items`: not the ids that they happen to have."""
    return [{key: value for key, value in item.items() if key not in ("id", "call_id")} for item in items]
