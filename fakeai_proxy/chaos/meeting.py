"""One request as experiments look at it: what they match by is worked out when a rule first asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.fingerprint import fingerprint_of
from fakeai_proxy.faults import Dialect
from fakeai_proxy.telemetry.caller import KEYS

SESSIONS = ("x-session-id", "session-id", "session_id", "x-claude-code-session-id")
"""Headers by which clients name a conversation."""
RETRY_COUNT = "x-stainless-retry-count"


class Meeting:
    """A request, and everything about it that matters to a rule."""

    def __init__(
        self,
        request: Request,
        destination: Callable[[Request], str | None],
        earlier: Callable[[bytes], int],
    ) -> None:
        """destination: the host it may be forwarded to; earlier: how many attempts of a subject failed."""
        self.request, self._destination, self._earlier = request, destination, earlier

    @cached_property
    def destination(self) -> str | None:
        """The host it may be forwarded to; None where it is answered here."""
        return self._destination(self.request)

    @cached_property
    def fingerprint(self) -> bytes:
        return fingerprint_of(self.request)

    @cached_property
    def drawn_for(self) -> bytes:
        """What chance depends on: no two requests that differ in their body share it."""
        return digest(self.request.scope, str(self.stream)) + self.fingerprint

    @cached_property
    def body(self) -> Any:
        """Its JSON, None where it has none."""
        try:
            return self.request.json if self.request.body else None
        except ApiError:
            return None

    def field(self, name: str) -> Any:
        return self.body.get(name) if isinstance(self.body, dict) else None

    @property
    def model(self) -> str:
        model = self.field("model")
        return model if isinstance(model, str) else ""

    @property
    def stream(self) -> bool:
        return self.field("stream") is True

    @property
    def tools(self) -> list[str]:
        """Names of the tools it offers, in whatever API it speaks."""
        tools = self.field("tools") or self.field("functions")
        offered = [tool for tool in tools if isinstance(tool, dict)] if isinstance(tools, list) else []
        return [name_of(tool) for tool in offered]

    @cached_property
    def provider(self) -> Dialect:
        from fakeai_proxy.faults.dialects import dialect_of

        return dialect_of(self.request)

    @cached_property
    def client(self) -> bytes:
        """Who asks: scope, and credential or else address; a hash."""
        key = next((value for name, value in self.request.headers if name in KEYS), self.request.peer)
        return digest(self.request.scope, key)

    @cached_property
    def session(self) -> bytes:
        """The conversation: by header, else by how it begins, in the words of the same client."""
        for name in SESSIONS:
            if value := self.request.header(name):
                return digest(self.request.scope, value)
        return digest(self.client.hex(), json.dumps(beginning(self.body), sort_keys=True))

    @cached_property
    def subject(self) -> bytes:
        """The logical request: what a retry of it has again."""
        return self.client + self.fingerprint

    @cached_property
    def attempt(self) -> int:
        """1 for the first. By the SDK's own count, and by attempts of the same before that failed."""
        told = self.request.header(RETRY_COUNT)
        counted = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0
        return 1 + max(counted, self._earlier(self.subject))


def name_of(tool: Mapping[str, Any]) -> str:
    function = tool.get("function")
    name = function.get("name") if isinstance(function, dict) else tool.get("name") or tool.get("type")
    return name if isinstance(name, str) else ""


def beginning(body: Any) -> Any:
    """What the turns of one conversation have in common: everything up to the first word of the user."""
    said = next((body[key] for key in ("messages", "input") if key in body), None) if is_table(body) else None
    if not isinstance(said, list):
        return said
    turns = [index for index, turn in enumerate(said) if is_table(turn) and turn.get("role") == "user"]
    return said[: turns[0] + 1] if turns else said[:1]


def is_table(value: Any) -> bool:
    return isinstance(value, dict)


def digest(*parts: str) -> bytes:
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
