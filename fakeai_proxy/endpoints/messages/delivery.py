"""How a message reaches its client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.paced import EVENT_STREAM
from fakeai_proxy.endpoints.replies import BEGUN, begun, json_after, standard_headers
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.engine import WorkerLost
from fakeai_proxy.wire.anthropic import Usage

from .blocks import Stopped, Written
from .caching import Cached, cached
from .events import TICK, blocks, event
from .read import Read

LOST = {"details": None, "type": "api_error", "message": "Internal server error"}
"""What a stream says whose worker broke down."""


class Answer(NamedTuple):
    """A message on its way."""

    id: str
    model: str
    read: Read
    stopped: Stopped
    written: Sequence[Written]

    def usage(self, run: Timing, context: Context) -> Usage:
        """What it cost, once there is a token; telemetry is told of the cache."""
        choice, prefix = self.stopped.choice, len(self.read.cacheable)
        found = cached(run.cached_tokens, prefix, self.read.ttl) if prefix else Cached()
        context.exchange.cached_tokens = found.read
        return {
            "input_tokens": self.read.tokens - prefix,
            "cache_creation_input_tokens": found.written,
            "cache_read_input_tokens": found.read,
            "cache_creation": found.creation,
            "output_tokens": choice.tokens,
            "output_tokens_details": {"thinking_tokens": choice.reasoned},
            "service_tier": "batch" if context.exchange.batch else "standard",
        }

    def message(self, usage: Mapping[str, Any], content: Sequence[Any], **stop: Any) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": "message",
            "role": "assistant",
            "model": self.model,
            "content": content,
            **(stop or {"stop_reason": None, "stop_sequence": None}),
            "usage": usage,
        }

    @property
    def stop(self) -> dict[str, Any]:
        return {"stop_reason": self.stopped.reason, "stop_sequence": self.stopped.sequence}


def whole(answer: Answer, run: Timing, context: Context) -> Reply:
    """All of it at once, after its last token."""
    content = [one.item for one in answer.written]
    return json_after(
        lambda: answer.message(answer.usage(run, context), content, **answer.stop), context, run
    )


def streamed(answer: Answer, run: Timing, context: Context) -> Reply:
    """Its events; the first of them come with the first token."""
    return begun(_events(answer, run, context))


def _events(answer: Answer, run: Timing, context: Context) -> Reply:
    try:
        yield BEGUN
        yield from _first(run)
        usage = answer.usage(run, context)
        yield Head(200, (EVENT_STREAM, *standard_headers(context.identity, run.elapsed)))
        yield Data(event("message_start", message=answer.message(started(usage), [])))
        try:
            yield from _paced(blocks(answer.written), run)
        except WorkerLost:
            context.exchange.error = LOST["type"] or ""
            yield Data(event("error", error=LOST))
        else:
            yield Data(event("message_delta", delta=answer.stop, usage=ended(usage)))
            yield Data(event("message_stop"))
        yield End()
    finally:
        run.close()


def started(usage: Usage) -> dict[str, Any]:
    """The account at the first token."""
    begun = {"output_tokens": min(1, usage["output_tokens"]), "output_tokens_details": {"thinking_tokens": 0}}
    return {**usage, **begun}


def ended(usage: Usage) -> dict[str, Any]:
    """The account at the last one."""
    return {key: value for key, value in usage.items() if key not in ("cache_creation", "service_tier")}


def _first(run: Timing) -> Reply:
    """Until there is a token."""
    if not run.instant:
        yield from run.token() if run.job.output_tokens else run.finish()


def _paced(events: Iterator[bytes], run: Timing) -> Reply:
    """`events`, those of a token when that is due; the first is there already."""
    waits = False
    for one in events:
        if one is not TICK:
            yield Data(one)
        elif waits and not run.instant:
            yield from run.token()
        else:
            waits = True
