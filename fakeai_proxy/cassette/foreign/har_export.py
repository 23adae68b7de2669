"""A cassette as HAR 1.2, for browsers and whatever else reads it."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qsl

from fakeai_proxy.cassette.reading import Tape
from fakeai_proxy.cassette.recording import Answered, Asked, Recording
from fakeai_proxy.core.steps import Headers

from .captured import PORTS
from .har import BINARY, OWN, SPOKEN

NS_PER_MS = 1e6


def har_bytes(tape: Tape, tick: Callable[[], None]) -> Iterator[bytes]:
    """The file, entry by entry. Our own account of pieces and times is in the member `_fakeai`."""
    creator = {"name": "fakeai-proxy", "version": version("fakeai-proxy")}
    yield b'{"log": {"version": "1.2", "creator": ' + _json(creator) + b', "entries": ['
    for number, recording in enumerate(tape.all()):
        yield (b",\n" if number else b"\n") + _json(entry(recording))
        tick()
    yield b"\n]}}\n"


def entry(recording: Recording) -> Mapping[str, Any]:
    """One exchange."""
    asked, reply = recording.asked, recording.answered
    wait, total = reply.head_ns / NS_PER_MS, reply.end_ns / NS_PER_MS
    return {
        "startedDateTime": recording.started_at,
        "time": total,
        "request": _request(asked, b"" if reply.messages else asked.body),
        "response": _response(reply, b"" if reply.messages else reply.body),
        "cache": {},
        "timings": {"send": 0, "wait": wait, "receive": max(total - wait, 0)},
        OWN: _own(recording),
        **(_spoken(recording) if reply.messages else {}),
    }


def _own(recording: Recording) -> Mapping[str, Any]:
    reply = recording.answered
    spoken = {"messages_ns": [one.ns for one in reply.messages]} if reply.messages else {}
    return {
        "uid": recording.uid,
        "state": recording.state,
        "end": reply.end,
        "head_ns": reply.head_ns,
        "end_ns": reply.end_ns,
        "pieces": reply.slices,
        **({"trailers": reply.trailers} if reply.trailers else {}),
        **spoken,
    }


def _spoken(recording: Recording) -> Mapping[str, Any]:
    """The messages of a WebSocket, as browsers save them."""
    began = datetime.fromisoformat(recording.started_at).timestamp()
    said = {"client": recording.asked.body, "server": recording.answered.body}
    told = []
    for one in recording.answered.messages:
        text = said[one.sender][one.start : one.start + one.size]
        told.append(
            {
                "type": "send" if one.sender == "client" else "receive",
                "time": began + one.ns / 1e9,
                "opcode": BINARY if one.binary else 1,
                "data": b64encode(text).decode() if one.binary else text.decode("utf-8", "replace"),
            }
        )
    return {"_resourceType": "websocket", SPOKEN: told}


def _request(asked: Asked, body: bytes) -> Mapping[str, Any]:
    port = "" if PORTS.get(asked.scheme) == asked.port else f":{asked.port}"
    query = f"?{asked.query}" if asked.query else ""
    posted = {"postData": {"mimeType": _media(asked.headers), **_text(body)}} if body else {}
    return {
        "method": asked.method,
        "url": f"{asked.scheme}://{asked.host}{port}{asked.path}{query}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(asked.headers),
        "queryString": [
            {"name": name, "value": value} for name, value in parse_qsl(asked.query, keep_blank_values=True)
        ],
        "headersSize": -1,
        "bodySize": len(body),
        **posted,
    }


def _response(reply: Answered, body: bytes) -> Mapping[str, Any]:
    return {
        "status": reply.status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(reply.headers),
        "content": {"size": len(body), "mimeType": _media(reply.headers), **_text(body)},
        "redirectURL": next((value for name, value in reply.headers if name == "location"), ""),
        "headersSize": -1,
        "bodySize": len(body),
    }


def _headers(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _media(headers: Headers) -> str:
    return next((value for name, value in headers if name == "content-type"), "")


def _text(body: bytes) -> Mapping[str, str]:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": b64encode(body).decode(), "encoding": "base64"}


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
