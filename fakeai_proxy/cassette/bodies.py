"""What a body is, whether it is whole, and how it looks without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.canonical_json import canonical_json
from fakeai_proxy.core.steps import Headers

from .interaction import Capture, Chunk, Ending, Kind
from .redact import Redactor
from .redaction.span import Edit, apply, moved
from .split import HIDING, occurs, split_edits

KINDS: tuple[tuple[str, Kind], ...] = (
    ("text/event-stream", "sse"),
    ("application/x-ndjson", "ndjson"),
    ("application/jsonl", "ndjson"),
    ("application/stream+json", "ndjson"),
    ("application/vnd.amazon.eventstream", "binstream"),
)
OPEN_ENDED: tuple[str, ...] = ("audio/", "video/", "application/octet-stream")
"""Streams when no length is declared for them."""

TERMINAL = re.compile(
    rb"^data: ?\[DONE\]|^event: ?(?:message_stop|response\.(?:completed|failed|incomplete))"
    rb'|^data: ?\{"type": ?"message_stop"',
    re.MULTILINE,
)


def header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def kind_of(headers: Headers) -> Kind:
    """By content type, as the reply declared it."""
    media = header(headers, "content-type").lower()
    if media.startswith(OPEN_ENDED):
        return "http" if header(headers, "content-length") else "binstream"
    return next((kind for prefix, kind in KINDS if media.startswith(prefix)), "http")


def ending_of(capture: Capture, kind: Kind, body: bytes) -> Ending:
    """A client that leaves after the last event, or with all bytes, has had everything."""
    if capture.end != "client_abort":
        return capture.end
    declared = header(capture.head.headers, "content-length")
    whole = bool(declared) and declared == str(sum(len(chunk.body) for chunk in capture.chunks))
    done = kind == "sse" and bool(TERMINAL.search(body))
    return "complete" if whole or done else "client_abort"


def redacted(chunks: list[Chunk], kind: Kind, redactor: Redactor) -> list[Chunk]:
    """The pieces of a reply without secrets, even split ones; a whole body becomes one piece."""
    if kind == "http":
        body = b"".join(chunk.body for chunk in chunks)
        return [Chunk(chunks[-1].ns, without_secrets(body, redactor))] if chunks else []
    pieces = cleaned([chunk.body for chunk in chunks], kind, redactor)
    return [Chunk(chunk.ns, piece) for chunk, piece in zip(chunks, pieces, strict=True) if piece]


def cleaned(pieces: Sequence[bytes], kind: Kind, redactor: Redactor) -> list[bytes]:
    """Each of the pieces of a stream, without secrets, even split ones; one that was all secret is empty."""
    body = b"".join(pieces)
    ends = list(accumulate(map(len, pieces)))
    for edits in _passes(body, kind, redactor):
        if edits:
            body, ends = apply(body, edits), list(moved(ends, edits))
    return [body[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _passes(body: bytes, kind: Kind, redactor: Redactor) -> Iterator[list[Edit]]:
    """Split ones first: what is left of one whose beginning was taken out looks like nothing."""
    edits = split_edits(body, kind, redactor)
    yield edits
    yield redactor.edits(apply(body, edits))


def without_secrets(body: bytes, redactor: Redactor) -> bytes:
    """`body`, changed as little as can be; JSON that hides a key behind escapes becomes canonical JSON."""
    clean = redactor.redact(body)
    pointed = bool(redactor.rules.pointers)
    if not pointed and not occurs(HIDING, clean) and (clean is body or b'"logprobs"' not in clean):
        return clean
    try:
        value = from_json(clean)
    except ValueError:
        return clean
    chosen = redactor.fields(value)
    plain = canonical_json(chosen)
    if clean is not body or chosen is not value or redactor.spans(plain):
        return redactor.redact(canonical_json(_without_logprobs(chosen)))
    return clean


def _without_logprobs(value: Any) -> Any:
    """Their tokens and bytes would spell what was taken out of the text."""
    if isinstance(value, dict):
        for choice in value.get("choices") or ():
            if isinstance(choice, dict) and choice.get("logprobs"):
                choice["logprobs"] = None
    return value
