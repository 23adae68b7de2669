"""The stream of a run: one event each time something is made, changes, or says a word more.

https://platform.openai.com/docs/api-reference/assistants-streaming/events
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.core.steps import Data, End, Head, Reply, Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.paced import EVENT_STREAM
from fakeai_proxy.endpoints.replies import BEGUN, begun, standard_headers
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.engine import WorkerLost
from fakeai_proxy.resources import Resource

from . import messages, shown
from .course import EXPIRES, course_of
from .entered import Entered
from .shown import Look
from .turns import Hosted

TICK = b""
"""What follows comes with the next token."""
DONE = b"event: done\ndata: [DONE]\n\n"


def event(kind: str, data: Mapping[str, Any]) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), to_json(data))


def streamed(kept: Entered, opening: Iterable[bytes], context: Context) -> Reply:
    """The events of the turn that was kept; those of a token when it is due. opening: what comes first."""
    run = submit([kept.turn.job], context) if kept.turn.job else None
    return begun(_steps(kept, opening, run, context))


def _steps(kept: Entered, opening: Iterable[bytes], run: Timing | None, context: Context) -> Reply:
    stream = Stream(kept, context)
    try:
        yield BEGUN
        yield Head(200, (EVENT_STREAM, *standard_headers(context.identity)))
        for one in (*opening, stream.queued()):
            yield Data(one)
        if waits := kept.turn.waits * context.services.cluster.time.scale:
            yield Wait(waits)
        yield Data(stream.beginning())
        try:
            for one in stream.items():
                if one is not TICK:
                    yield Data(one)
                elif run is not None and not run.instant:
                    yield from run.token()
            ending = stream.ending()
        except WorkerLost:
            context.exchange.error = shown.FAILED["code"]
            ending = stream.failing()
        for one in ending:
            yield Data(one)
        yield Data(DONE)
        yield End()
    finally:
        if run is not None:
            run.close()


class Stream:
    """Makes the events of one turn."""

    def __init__(self, kept: Entered, context: Context) -> None:
        self._kept, self._context, self._run = kept, context, kept.run
        course = course_of(kept.run, context)
        self._started, self._begun = int(course.starts(0)), context.created
        self._expires = kept.run.created + EXPIRES

    def run(self, kind: str, look: Look) -> bytes:
        """The run, where it looks like that."""
        return event(f"thread.run.{kind}", shown.run(self._run, look, self._expires))

    def queued(self) -> bytes:
        """Before the model begins."""
        first = len(self._run.body["turns"]) == 1
        return self.run("queued", Look("queued", None if first else self._started))

    def beginning(self) -> bytes:
        """When it does."""
        return self.run("in_progress", Look("in_progress", self._started))

    def items(self) -> Iterator[bytes]:
        """What is done, with as many TICKs as tokens are written."""
        choice = self._kept.turn.choice
        for resource, hosted in self._kept.hosted:
            yield from self._hosted(resource, hosted)
        yield from (TICK for _ in range(choice.reasoned))
        if self._kept.message is not None:
            yield from self._message(self._kept.message)
        elif choice.calls and self._kept.step is not None:
            yield from self._calls(self._kept.step)

    def ending(self) -> Iterator[bytes]:
        """When all is said: what has ended, and what the run is now."""
        self._over()
        turn, ended = self._kept.turn, self._context.created
        if self._run.body["cancelled_at"] is not None:
            yield from self._stopping("run_cancelled", "cancelled")
            return
        if message := self._kept.message:
            cut = "max_tokens" if turn.ends == "incomplete" else None
            status = "incomplete" if cut else "completed"
            whole = messages.whole(message, self._begun, status, cut, ended)
            yield event(f"thread.message.{status}", whole)
        if self._kept.step is not None and turn.ends != "requires_action":
            yield self._step("completed", self._kept.step, "completed")
        yield self.run(turn.ends, Look(turn.ends, self._started, ended))

    def failing(self) -> Iterator[bytes]:
        """What served it broke down."""
        self._over(ends="failed")
        yield from self._stopping("run_failed", "failed")

    def _stopping(self, reason: str, status: str) -> Iterator[bytes]:
        """It is over before all was said."""
        ended = self._context.created
        if message := self._kept.message:
            whole = messages.whole(message, self._begun, "incomplete", reason, ended)
            yield event("thread.message.incomplete", {**whole, "content": []})
        if self._kept.step is not None:
            yield self._step(status, self._kept.step, status)
        yield self.run(status, Look(status, self._started, ended))

    def _over(self, **facts: Any) -> None:
        """Keep when it really ended."""
        services, turn = self._context.services, self._run.body["turns"][-1]
        scale, passed = services.cluster.time.scale, services.clock.wall() - turn["began"]
        seconds = max(passed / scale - turn["queued"], 0.0) if scale else 0.0
        turn = {**turn, **facts, "seconds": seconds}
        turns = [*self._run.body["turns"][:-1], turn]
        self._run = services.resources.change(self._run, turns=turns)

    def _step(self, kind: str, step: Resource, status: str) -> bytes:
        ended = None if status == "in_progress" else self._context.created
        return event(f"thread.run.step.{kind}", shown.whole_step(step, self._run, self._begun, status, ended))

    def _opened(self, step: Resource) -> Iterator[bytes]:
        """A step that has begun; its calls come bit by bit."""
        if step.body["details"]["type"] == "tool_calls":
            step = step._replace(body={**step.body, "details": {"type": "tool_calls", "tool_calls": []}})
        yield self._step("created", step, "in_progress")
        yield self._step("in_progress", step, "in_progress")

    def _hosted(self, step: Resource, hosted: Hosted) -> Iterator[bytes]:
        yield from self._opened(step)
        call = hosted.call
        head = {"index": 0, "id": call["id"], "type": call["type"]}
        if call["type"] == "file_search":
            yield step_delta(step, {**head, "file_search": {}})
        else:
            yield step_delta(step, {**head, "code_interpreter": {"input": "", "outputs": []}})
            rest = {"index": 0, "type": call["type"]}
            for piece in hosted.pieces:
                yield step_delta(step, {**rest, "code_interpreter": {"input": piece}})
            [logs] = call["code_interpreter"]["outputs"]
            yield step_delta(step, {**rest, "code_interpreter": {"outputs": [{"index": 0, **logs}]}})
        yield self._step("completed", step, "completed")

    def _message(self, message: Resource) -> Iterator[bytes]:
        yield TICK
        if self._kept.step is not None:
            yield from self._opened(self._kept.step)
        empty = {**messages.whole(message, self._begun, "in_progress"), "content": []}
        yield event("thread.message.created", empty)
        yield event("thread.message.in_progress", empty)
        for at, piece in enumerate(self._kept.turn.choice.pieces):
            if at:
                yield TICK
            first: dict[str, Any] = {} if at else {"annotations": []}
            yield message_delta(message, {"value": piece, **first})
        for at, one in enumerate(message.body["content"][0]["text"]["annotations"]):
            yield message_delta(message, {"value": one["text"], "annotations": [{"index": at, **one}]})

    def _calls(self, step: Resource) -> Iterator[bytes]:
        yield TICK
        yield from self._opened(step)
        for at, call in enumerate(self._kept.turn.choice.calls):
            yield from (TICK for _ in range(call.frame - (not at)))
            begun = {"name": call.name, "arguments": "", "output": None}
            yield step_delta(step, {"index": at, "id": call.id, "type": "function", "function": begun})
            for piece in call.pieces:
                yield TICK
                yield step_delta(step, {"index": at, "type": "function", "function": {"arguments": piece}})


def step_delta(step: Resource, call: Mapping[str, Any]) -> bytes:
    """More of a call."""
    details = {"type": "tool_calls", "tool_calls": [call]}
    data = {"id": step.id, "object": "thread.run.step.delta", "delta": {"step_details": details}}
    return event("thread.run.step.delta", data)


def message_delta(message: Resource, said: Mapping[str, Any]) -> bytes:
    """More of a text."""
    content = [{"index": 0, "type": "text", "text": said}]
    data = {"id": message.id, "object": "thread.message.delta", "delta": {"content": content}}
    return event("thread.message.delta", data)
