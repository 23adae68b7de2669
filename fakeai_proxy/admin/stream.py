"""`/metrics/stream`: what `/metrics` says, at once and then every `interval` seconds.

A WebSocket to a client that asks for one, else server-sent events with the same JSON. A WebSocket may say
`{"type": "subscribe", "metrics": [...], "model": "...", "interval": 5}` at any time; where no metrics or no
model are named, all are meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

from fakeai_proxy.core import sse
from fakeai_proxy.core.exchange import Answer, Upgrade
from fakeai_proxy.core.steps import Data, Head, Message, Reply, Step, Wait
from fakeai_proxy.simulator import Simulator

from .asked import Asked
from .echo import wants_websocket
from .reading import Reading
from .server import METRICS, snapshot

INTERVAL, SHORTEST, LONGEST = 1.0, 0.1, 3600.0
"""Seconds between two frames."""
EVENTS = (("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-store"))


class Subscription(BaseModel):
    """What a client of the stream wants."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["subscribe"] = "subscribe"
    metrics: tuple[Literal[*METRICS], ...] = ()  # type: ignore[valid-type]
    """None: all."""
    model: str | None = None
    interval: float = Field(default=INTERVAL, ge=SHORTEST, le=LONGEST, allow_inf_nan=False)


class Stream:
    """A WebSocket session that talks by itself and listens meanwhile."""

    def __init__(self, simulator: Simulator, wanted: Subscription) -> None:
        self.simulator, self.wanted = simulator, wanted

    def open(self) -> Iterator[Step]:
        """A frame at once, then one every interval, without end.

        Everybody with the same interval gets it at the same time, so that it is made once for all of them.
        """
        while True:
            interval = self.wanted.interval
            yield self.frame()
            yield Wait(interval - self.simulator.clock.now() % interval)
            while self.wanted.interval == interval:
                yield self.frame()
                yield Wait(interval)

    def feed(self, message: Message) -> Iterable[Step]:
        """Change the subscription; the answer repeats it, and the first frame of it follows."""
        try:
            self.wanted = subscription(message.content, self.wanted.interval)
        except ValueError as error:
            return (said({"type": "error", "message": str(error)}),)
        return (said({**self.wanted.model_dump(), "type": "subscribed"}), self.frame())

    def frame(self) -> Message:
        """One frame. Of a model that was not asked for yet, zeros."""
        return self.simulator.moment.get((self.wanted.metrics, self.wanted.model), self._frame)

    def _frame(self) -> Message:
        reading, model = Reading.read(self.simulator), self.wanted.model
        reading = reading if model is None else reading.of(model)
        return said({"type": "metrics", **snapshot(reading, self.wanted.metrics or tuple(METRICS))})

    def events(self) -> Reply:
        """The frames as server-sent events."""
        yield Head(200, EVENTS)
        for step in self.open():
            yield Data(sse.encode(str(step.content).encode())) if isinstance(step, Message) else step


def stream(asked: Asked) -> Answer:
    """The stream, as the query begins it."""
    wanted = Subscription(
        metrics=asked.query.choices("metrics", METRICS),
        model=asked.query.text("model") or None,
        interval=asked.query.number("interval", INTERVAL, SHORTEST, LONGEST),
    )
    session = Stream(asked.simulator, wanted)
    return Upgrade(session) if wants_websocket(asked.request) else session.events()


def subscription(content: str | bytes, interval: float) -> Subscription:
    """What a message says; without an interval, `interval` goes on.

    Raises ValueError, naming what is wrong with it and what would be right.
    """
    try:
        given = from_json(content)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise ValueError('not a JSON object; write {"type": "subscribe", "metrics": ["requests"]}')
    try:
        return Subscription.model_validate({"interval": interval, **given})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"{where}: {first['msg']}") from None


def said(value: Any) -> Message:
    return Message(to_json(value, inf_nan_mode="null").decode())
