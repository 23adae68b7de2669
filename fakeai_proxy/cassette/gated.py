"""A recorded WebSocket, played to a client that says again what it said.

Causally: what the server said comes once the client has said all that it had said before. Each message of the
client is held against the recorded one in its place.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Close, Headers, Message, Step, Wait

from .asking import Asking
from .canonical import canonicalize, redactor_for
from .interaction import Interaction, Said
from .matching.comparison import compare
from .redaction.rules import Rules
from .settings import Strict

POLICY_VIOLATION = 1008
REASON = 123
"""Bytes that a close frame has for its reason (RFC 6455, section 5.5)."""
OWN = "event_id"
"""What a client makes up for each of its messages."""
SHOWN = 60
"""Characters of a value that are told."""


class Gated:
    """A Session. strict: what becomes of a message that differs."""

    def __init__(
        self,
        interaction: Interaction,
        speed: float,
        strict: Strict,
        rules: Rules | None,
        missed: Callable[[str], None],
    ) -> None:
        """missed: told of each message of the client that differs. Waits are divided by `speed`; 0: none."""
        self._left = deque(interaction.messages)
        self._speed, self._strict, self._rules, self._missed = speed, strict, rules, missed
        self._before = interaction.head_ns
        """When, in the recording, the message before was said."""
        self._end = interaction.end_ns, close_of(interaction.trailers)
        self._heard = 0

    def open(self) -> Iterator[Step]:
        """What the server said before the client said anything."""
        return self._said()

    def feed(self, message: Message) -> Iterator[Step]:
        """What it said then. What was to come before is said first."""
        yield from self._said()
        self._heard += 1
        expected = self._left[0] if self._left else None
        why = None if self._strict == "ignore" and expected else self._differs(expected, message)
        if why:
            self._missed(why)
            yield from self._refused(why)
        elif self._left:
            self._before = self._left.popleft().ns
            yield from self._said()

    def _said(self) -> Iterator[Step]:
        """Up to the next message of the client; taken from the rest when its time has come."""
        while self._left and self._left[0].sender == "server":
            yield from self._wait(self._left[0].ns)
            if self._left and self._left[0].sender == "server":
                said = self._left.popleft()
                self._before = said.ns
                yield Message(said.body if said.binary else said.body.decode("utf-8", "replace"))
        ended, close = self._end
        if not self._left and close and not close.by_client:
            yield from self._wait(ended)
            yield close

    def _wait(self, until: int) -> Iterator[Step]:
        if self._speed and until > self._before:
            yield Wait((until - self._before) / 1e9 / self._speed)

    def _differs(self, expected: Said | None, message: Message) -> str | None:
        where = f"message {self._heard} of the client"
        if expected is None:
            return f"{where} was not recorded: the recording has {self._heard - 1}"
        difference = differing(expected, message, self._rules)
        return difference and f"{where} differs from the recording: {difference}"

    def _refused(self, why: str) -> Iterator[Step]:
        if self._strict == "close":
            yield Close(code=POLICY_VIOLATION, reason=why.encode()[:REASON].decode("utf-8", "ignore"))
            return
        error = {"type": "invalid_request_error", "code": "cassette_miss", "message": why, "param": None}
        yield Message(json.dumps({"type": "error", "event_id": f"event_miss_{self._heard}", "error": error}))


def differing(recorded: Said, message: Message, rules: Rules | None) -> str | None:
    """What differs, pointer first; None where both say the same to the matcher, but for their ids."""
    if recorded.binary or isinstance(message.content, bytes):
        said = message.content.encode() if isinstance(message.content, str) else message.content
        return None if recorded.binary and recorded.body == said else f"{len(said)} other bytes"
    one, other = (asking(text, rules) for text in (recorded.body, message.content.encode("utf-8", "replace")))
    if one.key("norm@1") == other.key("norm@1"):
        return None
    changes = compare(one.form("norm@1"), other.form("norm@1")).changes
    if not changes:
        return "its text"
    first = min(changes, key=lambda change: change.pointer != "/type")
    return f"{first.pointer} is {shown(first.asked)}, was {shown(first.recorded)}"


def asking(text: bytes, rules: Rules | None) -> Asking:
    """A message as a request that the profiles know."""
    request = Request("POST", "/", body=without_own(text))
    redactor = redactor_for(request, rules)
    return Asking(request, canonicalize(request, redactor), redactor)


def without_own(text: bytes) -> bytes:
    """`text` but for the id that its client made up."""
    try:
        value: Any = from_json(text)
    except ValueError:
        return text
    if not isinstance(value, dict) or OWN not in value:
        return text
    return json.dumps({name: it for name, it in value.items() if name != OWN}, ensure_ascii=False).encode()


def shown(value: str | None) -> str:
    """A JSON value, short."""
    if value is None:
        return "absent"
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}..."


def close_of(trailers: Headers) -> Close | None:
    """How it ended, if it did."""
    told = dict(trailers)
    if "close-code" not in told:
        return None
    return Close(
        code=int(told["close-code"]),
        reason=told.get("close-reason", ""),
        by_client=told.get("closed-by") == "client",
    )
