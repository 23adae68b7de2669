"""A capture as it will be stored: decoded, without secrets, with its key. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers

from .bodies import ending_of, header, kind_of, redacted, without_secrets
from .canonical import Canonical, bare, canonicalize, redactor_for
from .decode import decoded
from .features import features
from .headers import REQUEST_KEPT, RESPONSE_KEPT, auth_fingerprint, credentials, kept
from .interaction import Capture, Chunk, Ending, Kind
from .redact import Redactor
from .split import HIDING, occurs


@dataclass(frozen=True, slots=True)
class Entry:
    """One interaction, row by row."""

    capture: Capture
    """For its numbers only: times, order, status."""
    key: bytes
    canonical: Canonical
    path: str
    request_headers: Headers
    request_body: bytes
    auth: str | None
    model: str | None
    stream: bool
    kind: Kind
    headers: Headers
    chunks: list[Chunk]
    end: Ending
    features: dict[str, bytes]
    found: dict[tuple[str, str], int]
    """Placeholders by place, how often."""


def entry_of(capture: Capture, salt: bytes, known: Iterable[bytes] = ()) -> Entry:
    """`known`: credentials of other callers, that may turn up in these texts.

    Raises ValueError when the reply cannot be decoded, and so not be searched for secrets.
    """
    request, head = capture.request, capture.head
    redactor = redactor_for(request)
    canonical = canonicalize(request, redactor)
    key = canonical.key
    if redactor.learn(known):
        canonical = canonical.without(redactor)
    chunks = decoded(header(head.headers, "content-encoding"), capture.chunks)
    kind = kind_of(head.headers)
    model, stream = _asked(request)
    end = ending_of(capture, kind, b"".join(chunk.body for chunk in chunks[-64:]))
    return Entry(
        capture=capture,
        key=key,
        canonical=canonical,
        path=request.path.removesuffix(bare(request.path)) + canonical.path,
        request_headers=kept(request.headers, REQUEST_KEPT, redactor, "request header"),
        request_body=_request_body(request, canonical, redactor),
        auth=auth_fingerprint(credentials(request), salt),
        model=redactor.redact_text(model, "request") if isinstance(model, str) else None,
        stream=stream is True,
        kind=kind,
        headers=kept(head.headers, RESPONSE_KEPT, redactor, "response header"),
        chunks=redacted(chunks, kind, redactor),
        end=end,
        features=features(canonical),
        found=redactor.found,
    )


def _request_body(request: Request, canonical: Canonical, redactor: Redactor) -> bytes:
    match canonical.form:
        case "json" if occurs(HIDING, request.body) or redactor.found:
            return canonical.body
        case "form":
            return canonical.body
        case _:
            return without_secrets(request.body, redactor, "request")


def _asked(request: Request) -> tuple[Any, Any]:
    """`model` and `stream` of the body, as they are."""
    try:
        body = request.json
    except ApiError:
        return None, None
    return (body.get("model"), body.get("stream")) if isinstance(body, dict) else (None, None)
