"""What an answer did cost, read from it as it passes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.codings import Decode
from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.faults.pieces import header, is_stream
from fakeai_proxy.faults.plain import decoder

ROOM = 4 * 2**20
"""Bytes of a whole answer that are kept to be read."""
PARTS = ("input_tokens", "output_tokens", "cache_creation_input_tokens")
"""What Anthropic counts against limits; what is read from a cache is not."""


class UsageReader:
    """Fed with all steps of a reply, whatever its encoding; tells the tokens that it says it used."""

    def __init__(self) -> None:
        self._decode: Decode = bytes
        self._events: Decoder | None = None
        self._body = bytearray()
        self._usage: dict[str, Any] = {}

    def feed(self, step: Step) -> None:
        """What cannot be read is not counted."""
        match step:
            case Head():
                self._decode = decoder(header(step, "content-encoding")) or bytes
                self._events = Decoder() if is_stream(step) else None
            case Data(body):
                self._read(body)
            case End() if self._body:
                self._note(bytes(self._body))

    @property
    def tokens(self) -> int | None:
        """Of prompt and answer; None where nothing was said."""
        total = self._usage.get("total_tokens")
        if isinstance(total, int):
            return total
        found = [count for name in PARTS if isinstance(count := self._usage.get(name), int)]
        return sum(found) if found else None

    def _read(self, body: bytes) -> None:
        try:
            plain = self._decode(body)
        except Exception:  # each codec has its own
            self._decode = nothing
            return
        if self._events:
            for event in self._events.feed(plain):
                if '"usage"' in event.data:
                    self._note(event.data)
        elif len(self._body) + len(plain) <= ROOM:
            self._body += plain

    def _note(self, text: bytes | str) -> None:
        try:
            value = from_json(text)
        except ValueError:
            return
        for usage in usages(value):
            self._usage |= {name: count for name, count in usage.items() if count is not None}


def nothing(body: bytes) -> bytes:
    """After bytes that were not in the coding."""
    return b""


def usages(value: Any) -> Iterable[dict[str, Any]]:
    """Wherever an API has it: in the object, in its `message`, in its `response`."""
    if isinstance(value, dict):
        holders = (value, value.get("message"), value.get("response"))
        for holder in holders:
            if isinstance(holder, dict) and isinstance(holder.get("usage"), dict):
                yield holder["usage"]
