"""What a client asked, and the kinds of answer the simulator gives to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, Protocol

from pydantic_core import from_json

from .errors import ApiError
from .steps import Headers, Message, Reply, Step
from .transform import Pipeline, Transform, through

Door = Literal["forward", "reverse", "metrics"]
"""The listener a request came by: the forward proxy, the base URL, or the port for metrics alone."""

OPENAI, ANTHROPIC, AZURE = "api.openai.com", "api.anthropic.com", "fakeai.openai.azure.com"
ANTHROPICS = re.compile(r"(/anthropic)?(/v1)?/messages(/|$)|/v1/complete$")
"""Paths that only Anthropic has."""


def provider_of(host: str, path: str, query: str = "") -> str:
    """The host whose API is asked: on a base URL of ours a path tells more of that than the host does."""
    if ANTHROPICS.match(path):
        return ANTHROPIC
    azure = path.startswith("/openai/deployments/") or (
        path.startswith("/openai/") and "api-version=" in query
    )
    return AZURE if azure and not host.endswith(".azure.com") else host


KEY_PROTOCOL = "openai-insecure-api-key."
"""What the name of a WebSocket protocol begins with that is an API key."""


@dataclass(frozen=True)
class Request:
    """One HTTP request, as the app meant it: the same by reverse port and by forward proxy."""

    method: str
    path: str
    """Path without query, as sent."""
    host: str = OPENAI
    """In lower case."""
    query: str = ""
    headers: Headers = ()
    """Names in lower case, in the order sent."""
    body: bytes = b""
    """Decoded: no content-encoding."""
    scheme: str = "https"
    port: int = 443
    door: Door = "forward"
    peer: str = "127.0.0.1"
    """Address of the client."""
    scope: str = ""
    """The user part of the proxy URL the client was given, which tells apart tests or tenants."""
    base: str = ""
    """`http://localhost:8000`, where the client came by the base URL."""

    @property
    def websocket(self) -> bool:
        """It asks for a WebSocket."""
        return self.method == "GET" and self.header("upgrade").lower() == "websocket"

    @property
    def provider(self) -> str:
        """The host whose API it asks."""
        if self.path.startswith("/v1/models") and self.header("anthropic-version"):
            return ANTHROPIC
        return provider_of(self.host, self.path, self.query)

    @property
    def key(self) -> str:
        """The API key, wherever providers take it; "": there is none."""
        given = self.header("authorization").partition(" ")[2]
        return given or self.header("x-api-key") or self.header("api-key") or self._offered_key

    @property
    def _offered_key(self) -> str:
        """Of a browser, which can give a WebSocket no header but the names of protocols."""
        offered = (name.strip() for name in self.header("sec-websocket-protocol").split(","))
        return next(
            (name.removeprefix(KEY_PROTOCOL) for name in offered if name.startswith(KEY_PROTOCOL)), ""
        )

    @property
    def origin(self) -> str:
        """What an URL begins with that the client can ask for by the way it came: `https://api.openai.com`."""
        usual = self.port == (443 if self.scheme == "https" else 80)
        return self.base or f"{self.scheme}://{self.host}" + ("" if usual else f":{self.port}")

    def header(self, name: str, default: str = "") -> str:
        """The first value of header `name` (lower case)."""
        return next((value for key, value in self.headers if key == name), default)

    @cached_property
    def json(self) -> Any:
        """The parsed body. Raises ApiError 400 in OpenAI's words when it is not JSON."""
        try:
            return from_json(self.body)
        except ValueError:
            raise ApiError(
                400,
                "We could not parse the JSON body of your request. (HINT: This likely means you aren't "
                "using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was "
                "sent was not valid JSON.)",
            ) from None


@dataclass(frozen=True, slots=True)
class Forward:
    """Ask upstream; its reply comes back through `pipeline`."""

    upstream: str | None = None
    """Base URL that replaces scheme, host and port of the request; None: where the request was going."""
    pipeline: Pipeline = field(default_factory=Pipeline)
    request: Request | None = None
    """What upstream is asked in place of what the client asked."""


class Session(Protocol):
    """The server side of one WebSocket."""

    def open(self) -> Iterable[Step]:
        """What is said unasked: a greeting, or as long as the client listens. It does not hold up `feed`."""

    def feed(self, message: Message) -> Iterable[Step]:
        """What is said to one message of the client."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """Accept the WebSocket handshake and hand its messages to `session`."""

    session: Session


Answer = Reply | Forward | Upgrade


def passed(answer: Answer, *transforms: Transform) -> Answer:
    """`answer` through `transforms`, which are closed with it, even where no step of it was ever pulled.

    A WebSocket is left as it is.
    """
    match answer:
        case Upgrade():
            Pipeline(*transforms).close()
            return answer
        case Forward():
            return replace(answer, pipeline=Pipeline(*answer.pipeline.transforms, *transforms))
        case reply:
            return through(reply, Pipeline(*transforms)) if transforms else reply


@dataclass(frozen=True, slots=True)
class Injected:
    """An answer with faults in it."""

    answer: Answer
    faults: Sequence[str]
    skipped: Sequence[str] = ()
    """Those that came to nothing; grows while the reply is under way."""

    @property
    def fault(self) -> str:
        """The name that is kept with the exchange: of those that do something, as far as is known."""
        left = [*self.faults]
        for name in self.skipped:
            left.remove(name)
        return "+".join(left)
