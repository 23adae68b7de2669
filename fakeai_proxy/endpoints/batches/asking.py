"""One line of a batch: asked like any request, answered with a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from fakeai_proxy.core.errors import ApiError, openai_body
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, Fetch, Head
from fakeai_proxy.endpoints.context import Services
from fakeai_proxy.endpoints.dispatch import dispatch
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.engine import Cluster, EngineParts, LatencySettings
from fakeai_proxy.engine.price_of import pricing_of

PASSED_ON = (
    *("authorization", "api-key", "openai-organization", "openai-project"),
    *("x-api-key", "anthropic-version"),
)
"""Headers of who looks at the batch that its requests have too."""
STREAMED = ApiError(400, "A request in a batch cannot be streamed.", param="stream", code="invalid_value")
EXPIRED = {
    "code": "batch_expired",
    "message": "This request could not be executed before the completion window expired.",
}


class Answered(NamedTuple):
    """A line of an output or error file."""

    text: bytes
    failed: bool
    usage: Mapping[str, Any]
    """As the API told it; empty where it did not."""


def offline(services: Services) -> Services:
    """The same without limits, and with a cluster that takes no time: that is a matter of the schedule."""
    if services.cluster.instant:
        return replace(services, gate=None)
    parts = EngineParts(LatencySettings(ttft_ms=0, itl_ms=0))
    return replace(services, gate=None, cluster=Cluster(parts, services.clock, services.seed, pricing_of))


def ask(text: bytes, id: str, like: Request, services: Services) -> Work[Answered]:
    """Dispatch the request of a line; `id` names the answer, `like` is who asks."""
    line = from_json(text)
    status, request_id, body = yield from answer_of(line, like, services)
    told = from_json(body) if body[:1] == b"{" else {}
    head = to_json({"id": id, "custom_id": line["custom_id"]})[:-1]
    response = to_json({"status_code": status, "request_id": request_id})[:-1]
    whole = b"".join((head, b',"response":', response, b',"body":', body or b"null", b'},"error":null}\n'))
    usage = told.get("usage") if isinstance(told, dict) else None
    return Answered(whole, status >= 400, usage if isinstance(usage, dict) else {})


def expired(text: bytes, id: str) -> Work[Answered]:
    """The line of a request for which there was no time."""
    yield from ()
    line = {"id": id, "custom_id": from_json(text)["custom_id"], "response": None, "error": EXPIRED}
    return Answered(to_json(line) + b"\n", True, {})


def answer_of(line: Mapping[str, Any], like: Request, services: Services) -> Work[tuple[int, str, bytes]]:
    """(status, request id, body)"""
    if line["body"].get("stream"):
        return STREAMED.status, "", to_json(openai_body(STREAMED))
    headers = tuple(header for header in like.headers if header[0] in PASSED_ON)
    request = Request(
        "POST",
        line["url"],
        like.host,
        headers=(*headers, ("content-type", "application/json")),
        body=to_json(line["body"]),
        scheme=like.scheme,
        port=like.port,
        peer=like.peer,
        scope=like.scope,
        base=like.base,
    )
    status, request_id, body = 500, "", bytearray()
    for step in dispatch(request, services, batch=True):  # type: ignore[union-attr]  # a POST is answered
        match step:
            case Fetch():
                yield step
            case Head(status, sent):
                request_id = dict(sent).get("x-request-id", "")
            case Data(piece):
                body += piece
    return status, request_id, bytes(body)
