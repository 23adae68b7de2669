"""The calls of one test, as they go by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Condition
from typing import TYPE_CHECKING, Any

from fakeai_proxy.core.codings import unpack
from fakeai_proxy.core.exchange import Answer, Forward, Injected, Request, passed
from fakeai_proxy.core.steps import Data, Head, Headers, Step

if TYPE_CHECKING:
    from fakeai_proxy.cassette.conversation import Usage
    from fakeai_proxy.cassette.recording import Answered

LARGEST = 4 * 2**20
"""Bytes of a reply that are kept, and looked at."""
MARK = "x-fakeai-proxy"
KINDS = {"text/event-stream": "sse", "application/x-ndjson": "ndjson"}


@dataclass
class Call:
    """One request and what came back; it is a Transform that changes nothing."""

    request: Request
    source: str
    """hit, near, miss, live or synthesized; injected: with a fault in it."""
    done: Condition = field(repr=False)
    stray: bool = False
    """It came by a client that was made in an earlier test."""
    live: bool = False
    """Upstream was asked."""
    faults: tuple[str, ...] = ()
    status: int = 0
    headers: Headers = ()
    body: bytearray = field(default_factory=bytearray, repr=False)
    over: bool = False

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            self.status, self.headers = step.status, step.headers
            said = self.header(MARK).partition(";")[0].strip()
            if said and self.source != "injected":
                self.source = said
        elif isinstance(step, Data) and len(self.body) < LARGEST:
            self.body += step.body
        return (step,)

    def close(self) -> None:
        with self.done:
            self.over = True
            self.done.notify_all()

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def asked(self) -> str:
        return f"{self.request.method} {self.request.host}{self.request.path}"

    @property
    def model(self) -> str:
        try:
            body = json.loads(self.request.body)
        except ValueError:
            return ""
        model = body.get("model") if isinstance(body, dict) else None
        return model if isinstance(model, str) else ""

    @cached_property
    def answered(self) -> Answered:
        """The reply, without its content-encoding. Only of a call that is over."""
        from fakeai_proxy.cassette.recording import Answered

        coding, body = self.header("content-encoding"), bytes(self.body)
        plain = unpack(body, coding, LARGEST) if coding else body
        kind = KINDS.get(self.header("content-type").partition(";")[0], "http")
        return Answered(kind, self.status, self.headers, 0, 0, "complete", plain, ())

    @property
    def usage(self) -> Usage:
        from fakeai_proxy.cassette.conversation import usage

        return usage(self.answered)

    @property
    def tools(self) -> list[tuple[str, Any]]:
        """(name, arguments) of the calls of tools in the reply; arguments that are no JSON as their text."""
        from fakeai_proxy.cassette.conversation import answered

        calls = (turn.text.partition(" ") for turn in answered(self.answered) if turn.role == "tool call")
        return [(name, _value(arguments)) for name, _, arguments in calls]

    @property
    def said(self) -> str:
        """The message of an error."""
        try:
            error = json.loads(self.answered.body)["error"]
            return str(error["message"] if isinstance(error, dict) else error)
        except (ValueError, KeyError, TypeError):
            return ""


class Calls:
    """All of one test, in the order in which they were asked. Safe for threads."""

    def __init__(self, source: str) -> None:
        """`source`: of replies that do not say themselves where they come from."""
        self._source, self._changed = source, Condition()
        self.all: list[Call] = []

    def watched(
        self, request: Request, answer: Answer | Injected, *, stray: bool = False
    ) -> Answer | Injected:
        """`answer`, looked on at."""
        call = Call(request, self._source, self._changed, stray=stray)
        with self._changed:
            self.all.append(call)
        return _watched(answer, call)

    def settle(self, seconds: float) -> None:
        """Wait until every reply is over, so long at most."""
        with self._changed:
            self._changed.wait_for(lambda: all(call.over for call in self.all), seconds)


def _watched(answer: Answer | Injected, call: Call) -> Answer | Injected:
    if isinstance(answer, Injected):
        call.source, call.faults = "injected", tuple(answer.faults)
    inner = answer.answer if isinstance(answer, Injected) else answer
    call.live = isinstance(inner, Forward)
    seen = passed(inner, call)
    return replace(answer, answer=seen) if isinstance(answer, Injected) else seen


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
