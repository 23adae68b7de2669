"""The one form by which recorder and matcher know a request.

Scheme, host, port, headers, a leading /v1, key order and spaces of JSON, multipart boundaries: none of them
count. It is made of the redacted request, so that a recording matches whoever asks. A change here is a new
PROFILE.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b, sha256
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from fakeai_proxy.core.canonical_json import canonical_json
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request

from .headers import credentials, telling
from .multipart import digest, parts
from .redact import Redactor
from .redaction.placeholder import InOrder
from .redaction.rules import Rules

PROFILE = "exact@1"
KEY_BYTES = 16

Form = Literal["empty", "json", "multipart", "form", "bytes"]


@dataclass(frozen=True, slots=True)
class Canonical:
    """A request without what does not count, and without secrets."""

    method: str
    path: str
    query: str
    form: Form
    body: bytes
    """JSON with sorted keys; parts by hash, one a line; pairs of a form; the SHA-256 of anything else."""

    @property
    def key(self) -> bytes:
        """16 bytes: equal keys are the same request."""
        line = f"{PROFILE} {self.method} {self.path}?{self.query} {self.form}\n"
        name = blake2b(line.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES)
        name.update(self.body)
        return name.digest()


def searched_again(canonical: Canonical, redactor: Redactor) -> Canonical:
    """`canonical` without what `redactor` has learned since; no longer what its key is made of."""
    return replace(
        canonical,
        path=redactor.redact_text(canonical.path),
        query=redactor.redact_text(canonical.query),
        body=redactor.redact(canonical.body),
    )


def redactor_for(request: Request, rules: Rules | None = None) -> Redactor:
    """Knows the caller's own credentials by value. `rules` None: without settings of anybody's own."""
    redactor = Redactor((secret for secret in credentials(request) if telling(secret)), rules)
    for text in (request.body, f"{request.path}?{request.query}".encode("utf-8", "replace")):
        redactor.pass_over(text)
    return redactor


def canonicalize(request: Request, redactor: Redactor) -> Canonical:
    """Linear in the body. Placeholders are numbered in the order in which they appear, so that a request and
    the same one as a cassette keeps it are equal."""
    order = InOrder()
    path = redactor.redact_text(bare(request.path)).encode("utf-8", "surrogatepass")
    path, query = order(path), order(sorted_query(request.query, redactor))
    form, body = _body(request, redactor, order)
    return Canonical(
        request.method.upper(), path.decode(), query.decode("utf-8", "replace"), form, order(body)
    )


def bare(path: str) -> str:
    """`path` as it is with and without a base URL that ends in /v1."""
    return path[3:] if path.startswith("/v1/") else path


def sorted_query(query: str, redactor: Redactor) -> bytes:
    """Without secrets, sorted by name; repeats of one name stay in order."""
    if not query:
        return b""
    ordered = urlencode(sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0]))
    return redactor.redact_parameters(ordered.encode())


def _body(request: Request, redactor: Redactor, order: InOrder) -> tuple[Form, bytes]:
    if not request.body:
        return "empty", b""
    if request.body.lstrip()[:1] in (b"{", b"["):
        try:
            return "json", redacted_json(request, redactor)
        except ApiError:
            pass
    kind = request.header("content-type")
    pieces = parts(kind, request.body)
    if pieces is not None:
        return "multipart", b"\n".join(_lines(pieces, redactor, order))
    if kind.startswith("application/x-www-form-urlencoded"):
        return "form", redactor.redact_parameters(request.body)
    return "bytes", sha256(order(redactor.redact(request.body))).hexdigest().encode()


def redacted_json(request: Request, redactor: Redactor) -> bytes:
    """The body as canonical JSON without secrets. Raises ApiError where it is no JSON."""
    return redactor.redact(canonical_json(redactor.fields(request.json)))


def _lines(pieces: list[tuple[bytes, bytes]], redactor: Redactor, order: InOrder) -> Iterator[bytes]:
    for head, content in pieces:
        head = order(redactor.redact(head)).replace(b"\n", b"; ")
        yield head + b" " + digest(order(redactor.redact(content)))
