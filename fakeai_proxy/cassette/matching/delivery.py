"""How an answer is delivered: whole or as a stream. It is not what is asked, but a key tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

FIELDS = ("stream", "stream_options")


class Delivery(NamedTuple):
    """What the two fields of FIELDS ask for."""

    stream: bool = False
    usage: bool = False
    """A last event with token counts (`stream_options.include_usage`)."""

    @property
    def name(self) -> str:
        """As the key has it."""
        return f"stream={self.stream:d} usage={self.usage:d}"

    @property
    def others(self) -> tuple[Delivery, ...]:
        """Those that this one can be made of, nearest first. Counts that were not told stay unknown."""
        stream, counted = Delivery(True), Delivery(True, True)
        return {WHOLE: (counted, stream), stream: (counted, WHOLE), counted: (WHOLE,)}[self]


WHOLE = Delivery()


def delivery_of(body: Mapping[str, Any]) -> Delivery:
    """Counts are asked for of streams only."""
    stream, options = body.get("stream") is True, body.get("stream_options")
    return Delivery(stream, stream and isinstance(options, dict) and options.get("include_usage") is True)
