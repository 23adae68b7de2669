"""Stored replies for the tests of this package."""

from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.cassette.crossing import crossed
from fakeai_proxy.cassette.interaction import Chunk, Interaction
from fakeai_proxy.cassette.matching import Delivery
from fakeai_proxy.core.sse import Decoder
from tests.endpoints.asking import ask, steps
from tests.playbook import body

WHOLE, STREAM, COUNTED = Delivery(), Delivery(True), Delivery(True, True)
JSON = (("content-type", "application/json"), ("x-request-id", "req_1"))
SSE = (("content-type", "text/event-stream"), ("x-request-id", "req_1"))


def whole(value: Any) -> Interaction:
    """A body of JSON."""
    return Interaction("http", 200, JSON, 10, (Chunk(20, json.dumps(value).encode()),), 20)


def stream(*pieces: bytes) -> Interaction:
    """A stream, one piece each 10 ns."""
    chunks = tuple(Chunk(10 * at, piece) for at, piece in enumerate(pieces, 1))
    return Interaction("sse", 200, SSE, 5, chunks, 10 * len(pieces))


def told(path: str, **fields: Any) -> Interaction:
    """What the simulator answers, as it would be recorded."""
    said = body(steps(ask(path, fields)))
    return stream(said) if fields.get("stream") else whole(json.loads(said))


def text(interaction: Interaction | None) -> bytes:
    assert interaction
    return b"".join(chunk.body for chunk in interaction.chunks)


def value(interaction: Interaction | None) -> Any:
    """The JSON of a whole answer."""
    return json.loads(text(interaction))


def events(interaction: Interaction | None) -> list[Any]:
    """The JSON of each event."""
    return [json.loads(event.data) for event in Decoder().feed(text(interaction)) if event.data != "[DONE]"]


def there_and_back(path: str, body: Any) -> Any:
    """A whole answer that was a stream meanwhile."""
    streamed = crossed(whole(body), path, COUNTED)
    assert streamed
    return value(crossed(streamed, path, WHOLE))
