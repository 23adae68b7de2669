"""Requests, experiments and replies as the tests of this room write them."""

from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.chaos import Chaos, ChaosSettings
from fakeai_proxy.chaos.experiment import Experiment
from fakeai_proxy.chaos.meeting import Meeting
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Forward, Injected, Request, Upgrade
from fakeai_proxy.core.steps import Data, End, Head, Reply, Step

OK = (Head(200, (("content-type", "application/json"), ("content-length", "2"))), Data(b"{}"), End())
EVENTS = (
    Head(200, (("content-type", "text/event-stream"),)),
    *(Data(b'data: {"choices": [{"delta": {"content": "%d"}}]}\n\n' % n) for n in range(4)),
    Data(b"data: [DONE]\n\n"),
    End(),
)
"""A stream of four pieces."""


def request(text: object = "", *, path: str = "/v1/chat/completions", **fields: Any) -> Request:
    """A chat about `text`; `body`, `headers` and the rest as given."""
    said = {"model": "gpt-4o", "messages": [{"role": "user", "content": str(text)}]}
    body = json.dumps(said | fields.pop("body", {})).encode()
    return Request("POST", path, body=body, **fields)


def ok(request: Request) -> Answer:
    """What a mode answers."""
    return iter(OK)


def stream(request: Request) -> Answer:
    return iter(EVENTS)


def broken(request: Request) -> Answer:
    return iter((Head(500), End()))


def meeting(asked: Request | None = None, destination: str | None = None, failed: int = 0) -> Meeting:
    return Meeting(asked or request(), lambda request: destination, lambda subject: failed)


def experiment(*rules: dict[str, Any], **fields: Any) -> Experiment:
    """Rules get ids r1, r2, ... and reset connections unless they say otherwise."""
    whole = [
        {"id": f"r{number}"}
        | ({} if {"fault", "sequence"} & set(rule) else {"fault": "connection.reset"})
        | rule
        for number, rule in enumerate(rules or ({},), 1)
    ]
    return Experiment.model_validate({"experiment": "x", "rules": whole, **fields})


def chaos(*rules: dict[str, Any], clock: ManualClock | None = None, seed: int = 0, **fields: Any) -> Chaos:
    """One that runs an experiment; `settings` are those of chaos, `destination` as Chaos takes it."""
    settings = ChaosSettings(**fields.pop("settings", {}))
    destination = fields.pop("destination", lambda request: None)
    made = Chaos(settings, seed, clock or ManualClock(), destination)
    made.experiments.add(experiment(*rules, **fields))
    return made


def bare(answer: Answer | Injected) -> Answer:
    return answer.answer if isinstance(answer, Injected) else answer


def reply(answer: Answer | Injected) -> Reply:
    said = bare(answer)
    assert not isinstance(said, Forward | Upgrade)
    return said


def steps(answer: Answer | Injected) -> list[Step]:
    """All of a reply that is made here."""
    return list(reply(answer))


def touched(running: Chaos, asked: Request, decide: Any = ok) -> bool:
    """Whether a fault meets `asked`; its reply is played to the end."""
    answer = running.handle(asked, decide)
    steps(answer)
    return isinstance(answer, Injected)


def hits(running: Chaos, number: int, **fields: Any) -> list[int]:
    """Which of `number` different requests a fault meets."""
    return [n for n in range(number) if touched(running, request(n, **fields))]
