"""A client before a proxy in virtual time: what it asks, what it gets, and what one finds about it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fakeai_proxy.chaos.verdict import Injected, Ledger, Observation, Policy, Verdict, judge
from fakeai_proxy.chaos.verdict.attempt import Attempt
from fakeai_proxy.core import sse
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, End, Head, Step, Wait
from fakeai_proxy.core.transform import Pipeline, through
from tests.playbook import play

KEY = "Bearer sk-proj-0123456789abcdefghij"
SSE_HEAD = Head(200, (("content-type", "text/event-stream"),))


@dataclass
class Lab:
    """All exchanges of one run."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(100.0))

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.clock, salt=b"salt")

    def exchange(
        self, request: Request, steps: Iterable[Step], fault: str = "", after: float = 0.0
    ) -> Attempt:
        """`request` comes `after` seconds and gets all of `steps`; the attempt as it is remembered."""
        self.clock.advance(after)
        watch = self.ledger.watch(request, [Injected(fault, "lab", "rule")] if fault else [])
        play(through(iter(list(steps)), Pipeline(watch.upstream, watch.client)), self.clock)
        return self.attempts[-1]

    def answered(self, request: Request, steps: Iterable[Step], fault: str, after: float = 0.0) -> Attempt:
        """The same where the fault answers in place of upstream."""
        self.clock.advance(after)
        watch = self.ledger.watch(request, [Injected(fault, "lab", "rule")])
        play(through(iter(list(steps)), Pipeline(watch.client)), self.clock)
        return self.attempts[-1]

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        return self.observe().attempts

    def observe(self, *, over: bool = True) -> Observation:
        return self.ledger.observe(over=over)

    def verdict(self, policy: Policy | None = None, *, over: bool = True) -> Verdict:
        return judge(self.observe(over=over), policy)

    def codes(self, policy: Policy | None = None, *, over: bool = True) -> set[str]:
        """Of everything that is found."""
        judged = self.verdict(policy, over=over).requests
        return {finding.code for each in judged for finding in each.findings}


def ask(
    prompt: str = "hello",
    *turns: dict[str, Any],
    host: str = "api.openai.com",
    path: str = "/v1/chat/completions",
    headers: dict[str, str] | None = None,
    key: str = KEY,
    peer: str = "127.0.0.1",
    **body: Any,
) -> Request:
    """A chat completion, streamed unless told otherwise; `turns` follow the prompt."""
    messages = [{"role": "user", "content": prompt}, *turns]
    sent = {"model": "gpt-4o", "messages": messages, "stream": True, **body}
    named = {"content-type": "application/json", "authorization": key, **(headers or {})}
    pairs = tuple((name, value) for name, value in named.items() if value)
    return Request("POST", path, host=host, headers=pairs, body=json.dumps(sent).encode(), peer=peer)


def said(text: str) -> dict[str, Any]:
    """A turn of the model."""
    return {"role": "assistant", "content": text}


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def event(value: Any, name: str = "") -> Data:
    return Data(sse.encode(json.dumps(value).encode(), name))


def chunk(delta: dict[str, Any], finish: str | None = None) -> Data:
    return event({"object": "chat.completion.chunk", "choices": [choice(delta, finish)]})


def choice(delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def words(text: str) -> list[Data]:
    return [chunk({"content": f"{word} "}) for word in text.split()]


def stream(text: str = "one two three") -> list[Step]:
    """A whole one."""
    return [SSE_HEAD, *words(text), chunk({}, "stop"), Data(sse.DONE), End()]


def cut(text: str = "one two") -> list[Step]:
    return [SSE_HEAD, *words(text), Abort()]


def unfinished(text: str = "one two") -> list[Step]:
    """Ends politely, too early."""
    return [SSE_HEAD, *words(text), End()]


def calling(arguments: str, name: str = "pay", id: str = "call_1", finish: bool = True) -> list[Step]:
    """A streamed tool call."""
    half = len(arguments) // 2
    pieces = ({"id": id, "name": name}, arguments[:half]), ({}, arguments[half:])
    steps: list[Step] = [SSE_HEAD]
    for opening, piece in pieces:
        function = {"arguments": piece, **({"name": opening["name"]} if opening else {})}
        call = {"index": 0, "function": function, **({"id": opening["id"]} if opening else {})}
        steps.append(chunk({"tool_calls": [call]}))
    return [*steps, *([chunk({}, "tool_calls"), Data(sse.DONE)] if finish else []), End()]


def error(status: int, code: str = "server_error", message: str = "no", **headers: str) -> list[Step]:
    """An error of OpenAI; header names have _ for -."""
    body = json.dumps({"error": {"message": message, "type": code, "code": code}}).encode()
    extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    fixed = (("content-type", "application/json"), ("content-length", str(len(body))))
    return [Head(status, fixed + extra), Data(body), End()]


def whole(value: Any, status: int = 200) -> list[Step]:
    """A JSON body."""
    return [Head(status, (("content-type", "application/json"),)), Data(json.dumps(value).encode()), End()]


def waiting(seconds: float, steps: Iterable[Step]) -> list[Step]:
    return [Wait(seconds), *steps]
