"""A capture as it will be stored: decoded, without secrets, with its key. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers

from . import spoken
from .bodies import ending_of, header, kind_of, redacted, without_secrets
from .canonical import (
    Canonical,
    bare,
    canonicalize,
    redacted_json,
    redactor_for,
    searched_again,
    sorted_query,
)
from .decode import decoded
from .headers import REQUEST_KEPT, RESPONSE_KEPT, auth_fingerprint, credentials, kept
from .interaction import Capture, Chunk, Ending, Kind, Said
from .matching.form import Form
from .matching.names import Profile
from .matching.profiles import form_of, keys_of
from .redact import Redactor
from .redaction.audit import in_body, in_headers, in_text
from .redaction.numbers import Numbers
from .redaction.placeholder import bare_renamed, renamed
from .redaction.rules import Rules
from .split import HIDING, occurs


@dataclass(frozen=True, slots=True)
class Entry:
    """One interaction, row by row."""

    capture: Capture
    """For its numbers only: times, order, status."""
    keys: tuple[tuple[Profile, bytes], ...]
    """By which it is found: one of each profile, the strictest first."""
    canonical: Canonical
    path: str
    query: str
    request_headers: Headers
    request_body: bytes
    auth: str | None
    model: str | None
    stream: bool
    kind: Kind
    headers: Headers
    chunks: list[Chunk]
    end: Ending
    form: Form
    """The llm@1 one: by its sketch it is found when it is near."""
    found: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How often, by (place, placeholder)."""
    messages: tuple[Said, ...] = ()
    trailers: Headers = ()


def entry_of(
    capture: Capture,
    salt: bytes,
    known: Iterable[bytes] = (),
    rules: Rules | None = None,
    numbers: Numbers | None = None,
) -> Entry:
    """`known`: credentials of other callers, that may turn up in these texts. `numbers`: of the cassette.

    Raises ValueError when the reply cannot be decoded, and so not be searched for secrets.
    """
    request, head = capture.request, capture.head
    chunks = decoded(header(head.headers, "content-encoding"), capture.chunks)
    redactor = redactor_for(request, rules)
    reply = b"".join(chunk.body for chunk in chunks)
    said = b"\n".join(one.body for one in capture.messages)
    for text in (reply, said, _values(request.headers), _values(head.headers)):
        redactor.pass_over(text)
    canonical = canonicalize(request, redactor)
    form = form_of(canonical, "llm@1")
    keys = keys_of(canonical, form)
    if redactor.learn(known) and (again := searched_again(canonical, redactor)) != canonical:
        canonical, form = again, form_of(again, "llm@1")
    kind = capture.kind or kind_of(head.headers)
    model, stream = _asked(request, redactor)
    entry = Entry(
        capture=capture,
        keys=keys,
        canonical=canonical,
        path=request.path.removesuffix(bare(request.path)) + redactor.redact_text(bare(request.path)),
        query=sorted_query(request.query, redactor).decode("utf-8", "replace"),
        request_headers=kept(request.headers, REQUEST_KEPT, redactor),
        request_body=_request_body(request, canonical, redactor),
        auth=auth_fingerprint(credentials(request), salt),
        model=_model(model, redactor),
        stream=stream is True,
        kind=kind,
        headers=kept(head.headers, RESPONSE_KEPT, redactor) + _length(capture),
        chunks=redacted(chunks, kind, redactor),
        end=ending_of(capture, kind, b"".join(chunk.body for chunk in chunks[-64:])),
        form=form,
        messages=spoken.redacted(capture.messages, redactor) if capture.messages else (),
        trailers=_trailers(capture, redactor) if capture.trailers else (),
    )
    return _numbered(entry, (numbers or Numbers(salt)).names(redactor.names)) if redactor.names else entry


def _length(capture: Capture) -> Headers:
    """Of a reply to HEAD: nothing else tells how long the body is that it is about."""
    if capture.request.method != "HEAD":
        return ()
    return tuple((name, value) for name, value in capture.head.headers if name.lower() == "content-length")


def _trailers(capture: Capture, redactor: Redactor) -> Headers:
    """Of those of HTTP what would be kept of headers; of a WebSocket how it was closed."""
    if capture.kind != "ws":
        return kept(capture.trailers, RESPONSE_KEPT, redactor)
    return tuple((name, redactor.redact_text(value)) for name, value in capture.trailers)


def _values(headers: Headers) -> bytes:
    return "\n".join(value for _, value in headers).encode("utf-8", "surrogateescape")


def _model(model: object, redactor: Redactor) -> str | None:
    """It is in the body, which was searched."""
    if not isinstance(model, str):
        return None
    return redactor.redact_text(model) if redactor.names else model


def _request_body(request: Request, canonical: Canonical, redactor: Redactor) -> bytes:
    match canonical.form:
        case "json":
            as_sent = (
                not redactor.names and not redactor.rules.pointers and _says_as_much(request.body, canonical)
            )
            return request.body if as_sent else redacted_json(request, redactor)
        case "form":
            return redactor.redact_parameters(request.body)
        case _:
            return without_secrets(request.body, redactor)


def _says_as_much(body: bytes, canonical: Canonical) -> bool:
    """No more than its canonical form, which was searched: a member given twice is there only once."""
    return body.count(b'"') == canonical.body.count(b'"') and not occurs(HIDING, body)


def _numbered(entry: Entry, names: Mapping[bytes, bytes]) -> Entry:
    """With the names that secrets have in the whole cassette, and told where they stand."""

    def of(text: bytes) -> bytes:
        return renamed(text, lambda name: names.get(name, name))

    def of_text(text: str) -> str:
        return of(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def of_headers(headers: Headers) -> Headers:
        return tuple((name, bare_renamed(value, names)) for name, value in headers)

    numbered = replace(
        entry,
        path=of_text(entry.path),
        query=of_text(entry.query),
        request_headers=of_headers(entry.request_headers),
        request_body=of(entry.request_body),
        model=of_text(entry.model) if entry.model else entry.model,
        headers=of_headers(entry.headers),
        chunks=[Chunk(ns, of(body)) for ns, body in entry.chunks],
        messages=tuple(one._replace(body=of(one.body)) for one in entry.messages),
        trailers=of_headers(entry.trailers),
    )
    return replace(numbered, found=audited(numbered))


def audited(entry: Entry) -> dict[tuple[str, str], int]:
    """How often each placeholder stands in each place of `entry`."""
    reply = b"".join(chunk.body for chunk in entry.chunks)
    return (
        in_text(entry.path.encode("utf-8", "surrogatepass"), "path")
        + in_text(entry.query.encode(), "query")
        + in_headers(entry.request_headers, "request header")
        + in_body(entry.request_body, "request", streamed=False)
        + in_headers(entry.headers, "reply header")
        + in_body(reply, "reply", streamed=entry.kind != "http")
        + in_body(spoken.lines_of("client", entry.messages), "request", streamed=True)
        + in_body(spoken.lines_of("server", entry.messages), "reply", streamed=True)
        + in_headers(entry.trailers, "reply header")
    )


def _asked(request: Request, redactor: Redactor) -> tuple[Any, Any]:
    """`model` and `stream` of the body, as far as it may be told."""
    try:
        body = redactor.fields(request.json)
    except ApiError:
        return None, None
    return (body.get("model"), body.get("stream")) if isinstance(body, dict) else (None, None)
