"""How a response reaches its client, and the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.obfuscation import Obfuscation
from fakeai_proxy.endpoints.paced import EVENT_STREAM
from fakeai_proxy.endpoints.replies import BEGUN, begun, json_after, json_reply, standard_headers
from fakeai_proxy.endpoints.submission import settled
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.engine import WorkerLost
from fakeai_proxy.wire.base import StreamOptions
from fakeai_proxy.wire.usage import Usage

from .events import TICK, Frame
from .shown import Shown, ended_of
from .written import Written

LOST = {"code": "server_error", "message": "The model failed to generate a response."}
"""What a response says whose worker broke down."""


class Answer(NamedTuple):
    """A response on its way."""

    begun: Shown
    """It, before there is anything in it."""
    sent: Sequence[dict[str, Any]]
    """The items of its request."""
    output: Sequence[Written]
    account: Usage
    cut: bool
    """A limit ended it."""
    seconds: float = 0.0
    """Simulated, that it takes in the background."""
    queued: float = 0.0
    """Simulated seconds before them."""

    @property
    def items(self) -> list[Any]:
        return [one.item for one in self.output]

    def ended(self, run: Timing, context: Context) -> Shown:
        """It, when all tokens of `run` are out; then its conversation has it too."""
        account = settled(self.account, run, context.exchange)
        self.remember(context)
        return ended_of(self.begun, self.items, account, self.cut, context.created)

    def keep(self, shown: Shown, context: Context) -> None:
        """Store it as it is now, unless it is not to be stored."""
        if not shown["store"]:
            return
        body = {"response": {**shown, "output": []}, "input": self.sent, "output": shown["output"]}
        if shown["background"] and shown["status"] != "failed":
            over = bool(shown["output"])
            body |= self._outline(0.0 if over else self.seconds, 0.0 if over else self.queued)
        context.services.resources.put(context.owner, "response", shown["id"], body)

    def cancelled(self, context: Context) -> bool:
        """Was it cancelled meanwhile, in the background?"""
        kept = context.services.resources.get(context.owner, "response", self.begun["id"])
        return kept is not None and kept.body.get("cancelled_at") is not None

    def remember(self, context: Context) -> None:
        """Make it part of its conversation, if there is one."""
        if conversation := self.begun.get("conversation"):
            add_items([*self.sent, *self.items], conversation["id"], context)

    def _outline(self, seconds: float, queued: float) -> dict[str, Any]:
        return {
            "response": self.begun,
            "output": self.items,
            "outline": [(one.item, one.pieces, one.before) for one in self.output],
            "account": self.account,
            "cut": self.cut,
            "seconds": seconds,
            "queued": queued,
            "cancelled_at": None,
        }


def add_items(items: Sequence[dict[str, Any]], conversation: str, context: Context) -> None:
    """Put `items` at the end of a conversation; one that was there moves there."""
    store = context.services.resources
    with store.lock:
        for item in items:
            store.put(context.owner, "conversation.item", item["id"], item, conversation)


def whole(answer: Answer, run: Timing, context: Context) -> Reply:
    """All of it at once, after its last token."""

    def ended() -> Shown:
        shown = answer.ended(run, context)
        answer.keep(shown, context)
        return shown

    return json_after(ended, context, run)


def streamed(answer: Answer, run: Timing, options: StreamOptions | None, context: Context) -> Reply:
    """Its events, those of a token when that is due."""
    frame = frame_of(not (options and options.include_obfuscation is False), context)
    return begun(_events(answer, run, frame, context))


def queued(answer: Answer, context: Context) -> Reply:
    """It goes on by itself."""
    shown = {**answer.begun, "status": "queued"}
    answer.keep(shown, context)
    answer.remember(context)
    return json_reply(shown, context)


def frame_of(obfuscated: bool, context: Context) -> Frame:
    return Frame(Obfuscation(context.rng) if obfuscated and context.openai else None)


def _events(answer: Answer, run: Timing, frame: Frame, context: Context) -> Reply:
    shown = answer.begun
    try:
        yield BEGUN
        answer.keep(shown, context)
        yield Head(200, (EVENT_STREAM, *standard_headers(context.identity)))
        for event in frame.opening(shown):
            yield Data(event)
        try:
            yield from _paced(frame.items(answer.output), run)
            if answer.cancelled(context):
                yield End()
                return
            shown = answer.ended(run, context)
        except WorkerLost:
            shown = {**shown, "status": "failed", "error": LOST}
            context.exchange.error = LOST["code"]
        answer.keep(shown, context)
        yield Data(frame.closing(shown))
        yield End()
    finally:
        run.close()
        if shown is answer.begun and not shown["background"]:
            answer.keep({**shown, "status": "cancelled"}, context)


def _paced(events: Iterator[bytes], run: Timing) -> Reply:
    for event in events:
        if event is not TICK:
            yield Data(event)
        elif not run.instant:
            yield from run.token()
