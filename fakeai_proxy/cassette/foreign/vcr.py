"""Cassettes of vcrpy, which pytest-recording writes too: YAML or JSON of version 1."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fakeai_proxy.cassette.decode import decoded
from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.interaction import Capture, Chunk
from fakeai_proxy.core.steps import Head, Headers

from .captured import Times, asked, captured, lowered, plain


def of_vcr(path: Path) -> Iterator[Capture]:
    """Its interactions; they tell no times. Raises CassetteError, ValueError, KeyError and TypeError."""
    try:
        text = path.read_bytes()
    except OSError as failure:
        raise CassetteError(path, failure.strerror or str(failure)) from failure
    document = _json(path, text) if text.lstrip()[:1] == b"{" else _yaml(path, text)
    if not isinstance(document, dict) or not isinstance(document.get("interactions"), list):
        raise CassetteError(path, "is not a cassette of vcrpy: it has no list 'interactions'")
    if document.get("version", 1) != 1:
        raise CassetteError(path, f"is a cassette of vcrpy of version {document['version']}; only 1 is known")
    for order, interaction in enumerate(document["interactions"]):
        yield _capture(order, interaction)


def _capture(order: int, interaction: Mapping[str, Any]) -> Capture:
    request, response = interaction["request"], interaction["response"]
    headers, chunks = _reply(lowered(_pairs(response)), _body(response))
    status = response["status"]
    return captured(
        order,
        asked(request["method"], request["uri"], _pairs(request), _body(request)),
        Head(int(status["code"]) if isinstance(status, dict) else int(status), headers),
        chunks,
        Times(),
    )


def _reply(headers: Headers, body: bytes) -> tuple[Headers, list[Chunk]]:
    """Decoded: some clients gave vcrpy a body that was decoded already, beside headers that say it is not."""
    encoding = next((value for name, value in headers if name == "content-encoding"), "")
    whole = [Chunk(0, body)]
    try:
        return plain(headers), decoded(encoding, whole)
    except ValueError:
        return plain(headers), whole


def _pairs(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Headers are lists of values, or single ones."""
    return [
        (name, str(value))
        for name, values in (message.get("headers") or {}).items()
        for value in (values if isinstance(values, list) else [values])
    ]


def _body(message: Mapping[str, Any]) -> bytes:
    """Text, bytes, or a table with one of them; `parsed_body` is how some projects keep JSON readable."""
    if "parsed_body" in message:
        return json.dumps(message["parsed_body"], ensure_ascii=False, separators=(",", ":")).encode()
    body = message.get("body", message.get("content"))
    if isinstance(body, dict):
        if "base64_string" in body:
            return b64decode(body["base64_string"])
        body = body.get("string")
    if isinstance(body, bytes):
        return body
    return str(body or "").encode("utf-8", "surrogatepass")


def _json(path: Path, text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as failure:
        raise CassetteError(path, f"is not JSON: {failure}") from failure


def _yaml(path: Path, text: bytes) -> Any:
    from ruamel.yaml import YAML  # comes with mitmproxy
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe").load(text)
    except (YAMLError, ValueError, RecursionError) as failure:
        raise CassetteError(path, f"is not YAML: {' '.join(str(failure).split())}") from failure
