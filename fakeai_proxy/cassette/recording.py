"""A whole recording, as what reads and rewrites cassettes passes it on. Times are ns after its start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers

from .canonical import Canonical, canonicalize, redactor_for
from .redaction.rules import rules_by


class Slice(NamedTuple):
    """A piece of a streamed body: when it came, where it begins, how long it is."""

    ns: int
    start: int
    size: int


class Message(NamedTuple):
    """One of a WebSocket: a slice of the body of its sender, of the request or of the reply."""

    ns: int
    sender: Literal["client", "server"]
    binary: bool
    start: int
    size: int


class Early(NamedTuple):
    """A head with a status of 1xx that came before the reply."""

    ns: int
    status: int
    headers: Headers


class Found(NamedTuple):
    """What stands in the place of a secret, where, and how often."""

    place: str
    placeholder: str
    times: int


@dataclass(frozen=True, slots=True)
class Session:
    """One run that recorded something."""

    number: int
    uid: str
    started_at: str
    ended_at: str | None
    tool_version: str
    generation: int = 1
    outcome: str | None = None
    """`passed` or `failed`, where somebody judged the run."""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, decoded and without secrets."""

    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str
    headers: Headers
    body: bytes
    auth: str | None
    model: str | None
    stream: bool

    def canonical(self, policy: str) -> Canonical:
        """As the matcher knows it. Raises ValueError when the rules of `policy` are not known."""
        request = Request(
            method=self.method,
            path=self.path,
            host=self.host,
            query=self.query,
            headers=self.headers,
            body=self.body,
            scheme=self.scheme,
            port=self.port,
        )
        return canonicalize(request, redactor_for(request, rules_by(policy)))


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply, decoded and without secrets; `slices` of streams only, `messages` of WebSockets only."""

    kind: str
    status: int
    headers: Headers
    head_ns: int
    end_ns: int
    end: str
    body: bytes
    slices: tuple[Slice, ...]
    trailers: Headers = ()
    early: tuple[Early, ...] = ()
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """One exchange."""

    uid: str
    seq: int
    """In which order the requests of its session began."""
    state: str
    started_at: str
    origin: str
    policy: str
    asked: Asked
    answered: Answered
    found: tuple[Found, ...] = ()
    key: bytes | None = None
    """By which replay finds it; None where it does not find it, and where the key follows from `asked`."""
    keys: tuple[tuple[str, bytes], ...] = ()
    """(profile, key) of further ones; of a profile that is not here, the key follows from `asked`."""
    scope: str = ""
    """Whose requests it answers."""
    parent_uid: str | None = None
    """Of the recording that it was derived from."""
    recipe: str | None = None
    """JSON: the mutations that made it of its parent."""

    def known_by(self) -> bytes:
        """Its key, made of what was asked if need be."""
        return self.key or self.asked.canonical(self.policy).key
