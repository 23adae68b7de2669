"""Requests and answers as the tests of this room write them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Forward, Request, Upgrade
from fakeai_proxy.core.seeding import Ordinals
from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints import Context, Services, dispatch
from fakeai_proxy.endpoints.identity import identify
from fakeai_proxy.engine import Cluster, EngineParts, LatencySettings
from fakeai_proxy.engine.price_of import pricing_of
from fakeai_proxy.resources import ResourceSettings, Store
from fakeai_proxy.telemetry import Telemetry, TelemetrySettings
from tests.playbook import body, head, play

GOLDEN = Path(__file__).parent.parent / "golden"
USER = ({"role": "user", "content": "Tell me about Paris."},)
CHAT = {"model": "gpt-4o-mini", "messages": list(USER)}
COMPLETION = {"model": "gpt-3.5-turbo-instruct", "prompt": "Once upon a time"}
EMBEDDING = {"model": "text-embedding-3-small", "input": "Once upon a time"}
NIM = "integrate.api.nvidia.com"


INSTANT = LatencySettings(ttft_ms=0, itl_ms=0)


def services(
    seed: int = 0,
    generation: LatencySettings = INSTANT,
    clock: ManualClock | None = None,
    parts: EngineParts | None = None,
    **fields: Any,
) -> Services:
    """A simulator of its own; as fast as possible unless told otherwise."""
    clock = clock or ManualClock()
    cluster = Cluster(parts or EngineParts(generation), clock, seed, pricing_of)
    telemetry = Telemetry(TelemetrySettings(), clock, cluster.time)
    fields.setdefault("resources", Store(ResourceSettings(), clock))
    return Services(seed, Ordinals(), clock, Catalog.load(), cluster, telemetry, **fields)


def paced(ttft_ms: float = 20, itl_ms: float = 5) -> LatencySettings:
    """Times that do not vary."""
    return LatencySettings(ttft_ms=ttft_ms, itl_ms=itl_ms, ttft_variance_percent=0, itl_variance_percent=0)


def context(to: Services | None = None, host: str = "api.openai.com") -> Context:
    """What a handler gets with a request of no content."""
    to, request = to or services(), Request("POST", "/", host)
    rng = np.random.default_rng(0)
    return Context(request, to, identify(0, b"", 0), rng, to.telemetry.begin(request, "synthesized"))


def ask(
    path: str,
    content: Any = None,
    to: Services | None = None,
    method: str = "",
    **fields: Any,
) -> Answer:
    """POST `content` as JSON (bytes as they are), or GET where there is none."""
    raw = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
    request = Request(method or ("GET" if content is None else "POST"), path, body=raw, **fields)
    return dispatch(request, to or services())


def steps(answer: Answer) -> Reply:
    """`answer`, which is neither sent upstream nor a WebSocket."""
    assert not isinstance(answer, Forward | Upgrade)
    return answer


def told(answer: Answer, status: int = 200) -> Any:
    """The JSON of an answer with `status`, checked against its head."""
    played = [step for _, step in play(steps(answer))]
    content = body(played)
    assert head(played).status == status, content
    assert dict(head(played).headers)["content-length"] == str(len(content))
    return json.loads(content)


def error(answer: Answer, status: int = 400) -> dict[str, Any]:
    """The error of an answer; all four keys are there."""
    refusal: dict[str, Any] = told(answer, status)["error"]
    assert refusal.keys() == {"message", "type", "param", "code"}
    return refusal


def headers(answer: Answer) -> dict[str, str]:
    return dict(head(steps(answer)).headers)


def events(answer: Answer) -> list[Any]:
    """The chunks of a stream, which ends with [DONE]."""
    decoded = [event.data for event in Decoder().feed(body(steps(answer)))]
    assert decoded[-1] == "[DONE]"
    return [json.loads(data) for data in decoded[:-1]]


def golden(name: str, content: bytes) -> None:
    """`content` is what the file of that name holds; UPDATE_GOLDEN=1 writes it anew."""
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(content)
    assert content.decode() == (GOLDEN / name).read_text("utf-8")
