"""HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), as browsers and proxies save it."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.interaction import Capture, Chunk, Said
from fakeai_proxy.core.steps import Head

from .captured import Times, asked, captured, lowered, plain

OWN = "_fakeai"
"""Member of an entry in which our own exports keep what HAR has no place for."""
SPOKEN = "_webSocketMessages"
"""Member of an entry with the messages of a WebSocket, as Chrome and mitmproxy write it."""
FINAL = 200
"""The first status of a reply that ends an exchange of HTTP."""
BINARY = 2
"""The opcode of a message of bytes, which are told in base64."""
BEFORE_HEAD = ("blocked", "dns", "connect", "send", "wait", "ssl")


def of_har(path: Path) -> Iterator[Capture]:
    """Its entries that have a reply. Raises CassetteError, ValueError, KeyError and TypeError."""
    try:
        log = json.loads(path.read_bytes())["log"]
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure
    except (ValueError, KeyError, TypeError, RecursionError) as failure:
        raise CassetteError(path, f"is not a HAR: {failure}") from failure
    for order, entry in enumerate(log["entries"]):
        if entry["response"]["status"] >= FINAL or entry.get(SPOKEN):  # 0: there was none
            yield _capture(order, entry)


def _capture(order: int, entry: Mapping[str, Any]) -> Capture:
    request, response = entry["request"], entry["response"]
    own = entry.get(OWN, {})
    times = _times(entry, own)
    body = _content(response["content"])
    return captured(
        order,
        asked(request["method"], request["url"], _pairs(request), _posted(request.get("postData") or {})),
        Head(response["status"], plain(lowered(_pairs(response)))),
        _chunks(body, own, times),
        times,
        own.get("end", "complete"),
        tuple(_said(entry.get(SPOKEN) or (), own, times)),
        tuple((name, value) for name, value in own.get("trailers", ())),
    )


def _said(messages: Sequence[Mapping[str, Any]], own: Mapping[str, Any], times: Times) -> Iterator[Said]:
    """Times are seconds since 1970; ours to the ns."""
    exact = own.get("messages_ns") or [None] * len(messages)
    for one, ns in zip(messages, exact, strict=True):
        binary = one["opcode"] == BINARY
        since = round((one["time"] - times.started_at) * 1e9) if ns is None else ns
        body = b64decode(one["data"]) if binary else one["data"].encode("utf-8", "surrogatepass")
        yield Said(max(since, 0), "client" if one["type"] == "send" else "server", binary, body)


def _times(entry: Mapping[str, Any], own: Mapping[str, Any]) -> Times:
    started = datetime.fromisoformat(entry["startedDateTime"]).timestamp()
    timings = entry.get("timings", {})
    head = sum(max(timings.get(name) or 0, 0) for name in BEFORE_HEAD)
    end = max(entry.get("time") or 0, head)
    return Times(started, own.get("head_ns", round(head * 1e6)), own.get("end_ns", round(end * 1e6)))


def _chunks(body: bytes, own: Mapping[str, Any], times: Times) -> Iterator[Chunk]:
    """By our own account of the pieces; else all of it at the end."""
    pieces = own.get("pieces") or [[times.end_ns, 0, len(body)]]
    for ns, start, size in pieces:
        yield Chunk(ns, body[start : start + size])


def _pairs(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(header["name"], header["value"]) for header in message["headers"]]


def _content(content: Mapping[str, Any]) -> bytes:
    text = content.get("text") or ""
    return b64decode(text) if content.get("encoding") == "base64" else text.encode("utf-8", "surrogatepass")


def _posted(data: Mapping[str, Any]) -> bytes:
    """`encoding` is not of the standard; several tools write it."""
    if data.get("text"):
        return _content(data)
    return urlencode([(one["name"], one.get("value", "")) for one in data.get("params") or ()]).encode()
