"""Server-sent events with the very bytes that carried them, and what each API family says with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic_core import from_json

from fakeai_proxy.core.sse import LINE_END, Decoder

Kind = Literal["any", "output", "tool_call", "finish", "usage", "done"]


@dataclass(frozen=True)
class WireEvent:
    """One event as it was sent."""

    raw: bytes
    """All its lines, the blank one included."""
    data: str
    name: str = ""

    @cached_property
    def value(self) -> Any:
        """Its data, parsed; None where it is no JSON."""
        try:
            return from_json(self.data)
        except ValueError:
            return None

    @property
    def object(self) -> Mapping[str, Any]:
        """Its data where that is a JSON object, else an empty one."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def type(self) -> str:
        """What Anthropic and the Responses API call it, in `type` or by name."""
        told = self.object.get("type")
        return told if isinstance(told, str) else self.name

    def saying(self, data: bytes) -> bytes:
        """The event with other data, its other lines as they are."""
        lines, put = list[bytes](), False
        for line in self.raw.splitlines(keepends=True):
            if not line.startswith(b"data:"):
                lines.append(line)
            elif not put:
                end = line[len(line.rstrip(b"\r\n")) :]
                lines += [b"data: ", LINE_END.sub(end + b"data: ", data), end]
                put = True
        return b"".join(lines)

    def saying_json(self, value: Any) -> bytes:
        """The event with `value` as its data."""
        return self.saying(dump(value))


def dump(value: Any) -> bytes:
    """JSON as the providers write it, without spaces."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


class Framer:
    """Bytes in, whatever their borders; out come whole events, and as bytes what lies between them.

    All that comes out, one after the other, is what went in.
    """

    def __init__(self) -> None:
        self._decoder, self._held, self._offset = Decoder(), bytearray(), 0

    def feed(self, chunk: bytes) -> Iterator[WireEvent | bytes]:
        """What `chunk` completes; a comment is complete with its blank line, as an event is."""
        self._held += chunk
        for event in self._decoder.feed(chunk):
            if between := self._take(event.start):
                yield between
            yield WireEvent(self._take(event.end), event.data, event.name)
        if between := self._take(self._decoder.whole):
            yield between

    def rest(self) -> bytes:
        """What is held: the stream ends without the blank line that would make an event of it."""
        return self._take(self._offset + len(self._held))

    def _take(self, end: int) -> bytes:
        """Up to offset `end` of the stream."""
        taken = bytes(self._held[: end - self._offset])
        del self._held[: len(taken)]
        self._offset = end
        return taken


# ── what an event says ─────────────────────────────────────────────────────────────────────────


def says_output(event: WireEvent) -> bool:
    """A piece of the answer: text, reasoning or a call. Most providers send about one token in each."""
    if event.type == "content_block_delta" or event.type.endswith(".delta"):
        return True
    return any(choice.get("text") or _speaks(choice.get("delta")) for choice in choices(event.object))


SPEECH = ("content", "reasoning_content", "reasoning", "refusal", "tool_calls", "function_call")


def _speaks(delta: Any) -> bool:
    return isinstance(delta, dict) and any(delta.get(name) for name in SPEECH)


def begins_tool_call(event: WireEvent) -> bool:
    """The first event of a tool call."""
    opened = event.object.get("content_block") or event.object.get("item")
    if isinstance(opened, dict):
        begins = event.type in ("content_block_start", "response.output_item.added")
        return begins and str(opened.get("type")).endswith(("tool_use", "_call"))
    return any(isinstance(call, dict) and "id" in call for call in tool_calls(event.object))


def finishes(event: WireEvent) -> bool:
    """It tells why the answer ends."""
    delta = event.object.get("delta")
    if event.type == "message_delta":
        return isinstance(delta, dict) and delta.get("stop_reason") is not None
    return event.type in ENDED or any(choice.get("finish_reason") for choice in choices(event.object))


ENDED = ("response.completed", "response.incomplete", "response.failed")


def is_done(event: WireEvent) -> bool:
    """The last event of a stream: `[DONE]`, `message_stop` or `response.completed`."""
    return event.data == "[DONE]" or event.type == "message_stop" or event.type in ENDED


def tells_usage(event: WireEvent) -> bool:
    """An event of the usage alone, as `include_usage` asks for it."""
    return bool(event.object.get("usage")) and event.object.get("choices") == []


def choices(chunk: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The choices of a chunk of OpenAI's."""
    told = chunk.get("choices")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def tool_calls(chunk: Mapping[str, Any]) -> list[Any]:
    """The pieces of tool calls in a chunk of OpenAI's."""
    deltas = [choice.get("delta") for choice in choices(chunk)]
    calls = [delta.get("tool_calls") or [] for delta in deltas if isinstance(delta, dict)]
    return [call for told in calls if isinstance(told, list) for call in told]


IS: Mapping[Kind, Callable[[WireEvent], bool]] = {
    "any": lambda event: True,
    "output": says_output,
    "tool_call": begins_tool_call,
    "finish": finishes,
    "usage": tells_usage,
    "done": is_done,
}
"""Kinds of events, by name."""
