"""One proxy for all modules that takes faults by a header, before all three sources of replies.

    def test_a_cut(exchange: Exchange) -> None:
        got = exchange("stream.cut", when={"after_events": 2})
        assert got.events == live_pieces(ASKS["chat"])[:2]

The proxy answers at once. Where a reply comes from is asked by the header `x-source`: synthesized is the
default, replayed and live are the provider's of provider.py, whose bytes `asks.live()` tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Step
from tests.cassette.tape import made
from tests.end_to_end.conftest import INSTANT
from tests.proxy.serving import Serving, serving

from .arrivals import Arrivals
from .asks import ASKS, Ask, live_pieces
from .captured import Captured
from .clients import Http, Refused, Sent, over_http1, over_http2, tunnel
from .provider import Provider, provider

Source = Literal["synthesized", "replayed", "live"]
SOURCES: tuple[Source, ...] = ("synthesized", "replayed", "live")
SYNTHESIZED = ("chat", "usage", "tools", "azure", "nvidia", "completion", "embedding")
"""Those of ASKS that the simulator can answer itself."""
VERSIONS: tuple[Http, ...] = ("1.1", "2")
REPEATS = 4
"""How often one test can have one request replayed."""
HOSTS = ("api.openai.com", "*.openai.azure.com", "integrate.api.nvidia.com", "api.anthropic.com")


@pytest.fixture(scope="session")
def upstream() -> Iterator[Provider]:
    """The live provider."""
    with provider() as running:
        yield running


@pytest.fixture(scope="session")
def taped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cassette of the live answers to all ASKS."""
    return make_tape(tmp_path_factory.mktemp("taped") / "chaos.db", REPEATS)


def make_tape(path: Path, repeats: int = 1) -> Path:
    exchanges = [recorded(ask, streamed) for ask in ASKS.values() for streamed in (True, False)]
    return made(path, *exchanges * repeats)


def recorded(ask: Ask, streamed: bool) -> tuple[Request, list[Step]]:
    kind = "text/event-stream; charset=utf-8" if streamed else "application/json"
    headers = (("content-type", "application/json"), ("user-agent", "tests"))
    path, _, query = ask.path.partition("?")
    request = Request(ask.method, path, ask.host, query, headers, ask.sent(streamed))
    head = Head(200, (("content-type", kind), ("x-request-id", "req_live")))
    return request, [head, *map(Data, live_pieces(ask, streamed)), End()]


@pytest.fixture(scope="package")
def arrivals() -> Arrivals:
    """Who came to the proxy, of those that say which case they are."""
    return Arrivals()


@pytest.fixture(scope="package")
def proxy(confdir: Path, upstream: Provider, taped: Path, arrivals: Arrivals) -> Iterator[Serving]:
    with chaotic(confdir, upstream, taped, arrivals) as running:
        yield running


def chaotic(
    confdir: Path, upstream: Provider, taped: Path, arrivals: Arrivals
) -> AbstractContextManager[Serving]:
    """A proxy in a thread, before all sources. One at a time: two would share what is global in mitmproxy."""
    routes = [
        {"mode": "replay", "header": "x-source: replayed"},
        {"mode": "passthrough", "header": "x-source: live"},
    ]
    return serving(
        confdir,
        after=(arrivals,),
        **INSTANT,
        **{f"upstreams.{host}": upstream.url for host in HOSTS},
        **{
            "routes": json.dumps(routes),
            "cassette.path": taped,
            "cassette.speed": 0,
        },
        **{"chaos.allow_header": True},
    )


@dataclass(frozen=True)
class Exchange:
    """Asks one proxy. Callable; the arguments are all optional."""

    proxy: Serving
    scope: str = field(default_factory=lambda: uuid4().hex)
    """Of this test alone, so that what it replays begins with the first repeat."""

    def __call__(
        self,
        fault: str | Mapping[str, Any] | None = None,
        source: Source = "synthesized",
        streamed: bool = True,
        http: Http = "1.1",
        *,
        when: Mapping[str, Any] | None = None,
        ask: str | Ask = "chat",
        headers: Mapping[str, str] | None = None,
        play: str = "",
        patience: float = 10.0,
        linger: float = 0,
    ) -> Captured:
        """One exchange on a connection of its own.

        `play` tells the live provider how (see provider.py). A reply that stands still for `patience` seconds
        is left. After a complete one the connection is watched for `linger` seconds more.
        """
        asked = ASKS[ask] if isinstance(ask, str) else ask
        given = {
            "content-type": "application/json",
            "user-agent": "tests",
            "authorization": "Bearer sk-nobody",
            "x-source": source,
            **asked.headers,
            **({"x-play": play} if play else {}),
            **header(fault, when),
            **(headers or {}),
        }
        body = asked.sent(streamed) if asked.method == "POST" else b""
        sent = Sent(asked.method, asked.host, asked.path, given.items(), body)
        try:
            connection = tunnel(self.proxy, asked.host, http, patience, self.scope)
        except Refused as refused:
            return refused.captured
        with closing(connection):
            return (over_http1 if http == "1.1" else over_http2)(connection, sent, linger)


def header(fault: str | Mapping[str, Any] | None, when: Mapping[str, Any] | None = None) -> Mapping[str, str]:
    """The request header that asks for `fault`."""
    if fault is None:
        return {}
    wanted = {"type": fault} if isinstance(fault, str) else fault
    rule = {"fault": wanted, "when": when} if when else wanted
    return {"x-fakeai-fault": json.dumps(rule)}


@pytest.fixture
def exchange(proxy: Serving) -> Exchange:
    return Exchange(proxy)


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> Source:
    """Every source of replies."""
    found: Source = request.param
    return found


@pytest.fixture(params=VERSIONS)
def http(request: pytest.FixtureRequest) -> Http:
    """Every version of HTTP."""
    found: Http = request.param
    return found
