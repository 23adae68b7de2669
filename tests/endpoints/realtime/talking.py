"""A session of the Realtime API without a socket, on a clock that is moved by its waits."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request, Upgrade
from fakeai_proxy.core.steps import Close, Message, Wait
from fakeai_proxy.endpoints import Services, dispatch
from tests.endpoints.asking import services

UPGRADE = (("upgrade", "websocket"), ("authorization", "Bearer sk-nobody"))
BETA = (*UPGRADE, ("openai-beta", "realtime=v1"))


class Talk:
    """A client that says what it is told to, and remembers what it hears, and when."""

    def __init__(
        self,
        to: Services | None = None,
        query: str = "model=gpt-realtime",
        headers: Sequence[tuple[str, str]] = UPGRADE,
        path: str = "/v1/realtime",
    ) -> None:
        self.services = to or services()
        assert isinstance(self.services.clock, ManualClock)
        self.clock = self.services.clock
        answer = dispatch(Request("GET", path, query=query, headers=tuple(headers)), self.services)
        assert isinstance(answer, Upgrade)
        self.session = answer.session
        self.steps = iter(answer.session.open())
        self.times: list[float] = []
        self.closed: Close | None = None
        self.left = 0.0
        """Seconds that the session still waits."""

    def hear(self, seconds: float = 0.0) -> list[Any]:
        """What is said in the next `seconds`."""
        heard: list[Any] = []
        until = self.clock.now() + seconds
        while self.closed is None:
            if self.left:
                spent = min(self.left, until - self.clock.now())
                self.clock.advance(spent)
                self.left -= spent
                if self.left > 1e-12:
                    return heard
                self.left = 0.0
            step = next(self.steps, None)
            match step:
                case Wait(wait):
                    self.left = wait
                    if wait and self.clock.now() >= until:
                        return heard
                case Message(content):
                    heard.append(json.loads(content))
                    self.times.append(self.clock.now())
                case Close():
                    self.closed = step
                case None:
                    return heard
        return heard

    def say(self, *events: Any, seconds: float = 0.0) -> list[Any]:
        """Say `events` (of texts and bytes: messages as they are), and hear what comes of them."""
        for event in events:
            content = event if isinstance(event, str | bytes) else json.dumps(event)
            for step in self.session.feed(Message(content)):
                assert isinstance(step, Close)
                self.closed = step
            self.left = 0.0
        return self.hear(seconds)


def types(events: Iterable[Any]) -> list[str]:
    """Their types, consecutive repeats folded."""
    told: list[str] = []
    for event in events:
        if not told or told[-1] != event["type"]:
            told.append(event["type"])
    return told


def user(text: str) -> dict[str, Any]:
    content = [{"type": "input_text", "text": text}]
    return {
        "type": "conversation.item.create",
        "item": {"type": "message", "role": "user", "content": content},
    }


def update(**session: Any) -> dict[str, Any]:
    return {"type": "session.update", "session": {"type": "realtime", **session}}


def append(samples: Any) -> dict[str, Any]:
    content = np.asarray(samples, "<i2").tobytes()
    return {"type": "input_audio_buffer.append", "audio": b64encode(content).decode()}


def sound(events: Iterable[Any], kind: str = "response.output_audio.delta") -> bytes:
    return b"".join(b64decode(event["delta"]) for event in events if event["type"] == kind)


def ended(steps: Generator[Any, None, Any]) -> tuple[list[Any], Any]:
    """What a generator yields, and what it returns."""
    found: list[Any] = []

    def run() -> Iterator[Any]:
        found.append((yield from steps))

    return [*run()], found[0]
