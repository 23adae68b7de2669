"""Flows that mitmproxy saved (`mitmdump -w`), as captures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mitmproxy.exceptions import FlowReadException
from mitmproxy.http import Headers, HTTPFlow
from mitmproxy.io import FlowReader

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.foreign.captured import Times, asked, captured, lowered
from fakeai_proxy.cassette.interaction import Capture, Chunk, Said, Sender
from fakeai_proxy.core.steps import Head


def of_flows(path: Path) -> Iterator[Capture]:
    """The exchanges that have a reply with a body, and WebSockets; mitmproxy keeps none of what it streamed.

    Raises CassetteError where the file is no file of flows, or broken off.
    """
    try:
        with path.open("rb") as file:
            kept = (flow for flow in FlowReader(file).stream() if isinstance(flow, HTTPFlow))
            for order, flow in enumerate(flow for flow in kept if _whole(flow)):
                yield _capture(order, flow)
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure
    except FlowReadException as failure:
        raise CassetteError(path, f"is no file of flows, or broken off: {failure}") from failure


def _whole(flow: HTTPFlow) -> bool:
    response = flow.response
    if flow.websocket is not None:
        return response is not None and bool(flow.websocket.messages)
    return flow.request.raw_content is not None and response is not None and response.raw_content is not None


def _capture(order: int, flow: HTTPFlow) -> Capture:
    request, response = flow.request, flow.response
    assert response is not None
    began = request.timestamp_start
    head_ns = _ns(response.timestamp_start, began)
    times = Times(began, head_ns, max(_ns(response.timestamp_end, began), head_ns))
    return captured(
        order,
        asked(request.method, request.url, _pairs(request.headers), request.content or b""),
        Head(response.status_code, lowered(_pairs(response.headers))),
        [Chunk(times.end_ns, response.raw_content or b"")],
        times,
        "upstream_reset" if flow.error else "complete",
        tuple(_said(flow, began)),
    )


def _said(flow: HTTPFlow, began: float) -> Iterator[Said]:
    for one in flow.websocket.messages if flow.websocket else ():
        sender: Sender = "client" if one.from_client else "server"
        yield Said(_ns(one.timestamp, began), sender, not one.is_text, one.content)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers.items(multi=True)]


def _ns(at: float | None, began: float) -> int:
    return 0 if at is None else max(round((at - began) * 1e9), 0)
