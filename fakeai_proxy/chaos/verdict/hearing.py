"""Reads a reply as it comes, as a correct client would; keeps none of it but what it says of itself."""

from __future__ import annotations

from pydantic_core import from_json

from fakeai_proxy.core import sse
from fakeai_proxy.core.codings import Decode
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head
from fakeai_proxy.endpoints.paths import place_of
from fakeai_proxy.telemetry.tail import decoder

from .arguments import Tools, tools_of
from .asked import json_of
from .attempt import Asked, Heard
from .draft import Draft
from .families import ANSWERS, error_of, read_event, read_whole

WHOLE_BYTES = 8 * 2**20
"""Of a body that is no stream, kept until its end. A longer one is taken as it is."""
ALONE = ("HEAD", "OPTIONS")
"""Methods of which no body is asked."""


class Hearing:
    """Fed with a head, then with the pieces of a body."""

    def __init__(self, *, endpoint: str, streamed: bool, tools: Tools, bodiless: bool = False) -> None:
        self._endpoint, self._streamed, self._tools = endpoint, streamed, tools
        self._draft = Draft()
        self._status, self._kind = 0, ""
        self._bodiless = bodiless
        self._decode: Decode | None = None
        self._events: sse.Decoder | None = None
        self._whole = bytearray()
        self._size = 0

    @classmethod
    def of(cls, request: Request, asked: Asked) -> Hearing:
        """For the reply to `request`."""
        return cls(
            endpoint=place_of(request.path).path,
            streamed=asked.streamed,
            tools=tools_of(json_of(request)),
            bodiless=request.method in ALONE,
        )

    def begin(self, head: Head) -> None:
        """What the headers say of the body."""
        headers = {name.lower(): value for name, value in reversed(head.headers)}
        self._status = head.status
        self._kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if coding := headers.get("content-encoding"):
            self._decode = decoder(coding) or unknown
        if self._kind == "text/event-stream":
            self._events = sse.Decoder()

    def feed(self, piece: bytes) -> None:
        """More of the body."""
        try:
            plain = self._decode(piece) if self._decode else piece
        except Exception:  # each library has its own error
            self._draft.flaw = self._draft.flaw or "a body that cannot be decoded"
            self._decode = nothing
            return
        self._size += len(plain)
        if self._events is None:
            if self._size <= WHOLE_BYTES:
                self._whole += plain
            return
        for event in self._events.feed(plain):
            self._hear(event)

    def _hear(self, event: sse.Event) -> None:
        if event.data == "[DONE]":
            return
        try:
            value = from_json(event.data)
        except ValueError:
            self._draft.flaw = self._draft.flaw or "an event that is not JSON"
            return
        if isinstance(value, dict):
            read_event(value, event.name, self._draft)

    def heard(self, *, over: bool) -> Heard:
        """What is known by now; a body that is no stream is read when it is `over`."""
        if over:
            self._conclude()
        draft = self._draft
        whole = draft.finished and not draft.error
        cut = over and not whole
        calls = tuple(calling.call(self._tools, cut=cut) for calling in list(draft.calls.values()))
        counted = bool(draft.completion_tokens or draft.prompt_tokens)
        tokens = draft.prompt_tokens + draft.completion_tokens if counted else draft.pieces
        return Heard(draft.text, calls, whole, draft.flaw or self._misfit(), draft.error, tokens, counted)

    def _conclude(self) -> None:
        body, self._whole = bytes(self._whole), bytearray()
        if self._status >= 300:
            self._draft.error = self._draft.error or error_in(body)
        elif self._endpoint not in ANSWERS or self._bodiless or self._size > WHOLE_BYTES:
            self._draft.finish(0, True)
        elif body and self._events is None:
            try:
                read_whole(from_json(body), self._endpoint, self._draft)
            except ValueError:
                self._draft.flaw = self._draft.flaw or "a body that is not JSON"

    def _misfit(self) -> str:
        """Why the kind of the body is not the one asked for."""
        if self._endpoint not in ANSWERS or not 200 <= self._status < 300 or self._bodiless:
            return ""
        if (self._events is not None) != self._streamed:
            return "no event stream" if self._streamed else "an event stream instead of JSON"
        if not self._streamed and "json" not in self._kind:
            return "a content-type that is not JSON"
        return ""


def error_in(body: bytes) -> str:
    """Code or type of the error that `body` tells of."""
    try:
        return error_of(from_json(body))
    except ValueError:
        return ""


def unknown(piece: bytes) -> bytes:
    """Takes off a coding that nobody knows."""
    raise ValueError("unknown content-coding")


def nothing(piece: bytes) -> bytes:
    """What comes after bytes that could not be decoded."""
    return b""
