"""HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), as browsers and proxies save it."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.interaction import Capture, Chunk
from fakeai_proxy.core.steps import Head

from .captured import Times, asked, captured, lowered, plain

OWN = "_fakeai"
"""Member of an entry in which our own exports keep what HAR has no place for."""
FINAL = 200
"""The first status of a reply that ends an exchange of HTTP."""
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
        if entry["response"]["status"] >= FINAL:  # 0: there was none; 101: a WebSocket
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
    )


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
