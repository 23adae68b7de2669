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

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import canonical_json

from .headers import credentials, telling
from .multipart import digest, parts
from .redact import Redactor

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

    def without(self, redactor: Redactor) -> Canonical:
        """The same, searched for secrets once more; no longer what `key` is made of."""
        return replace(
            self,
            path=redactor.redact_text(self.path, "path"),
            query=redactor.redact_text(self.query, "query"),
            body=redactor.redact(self.body, "request"),
        )


def redactor_for(request: Request) -> Redactor:
    """Knows the caller's own credentials by value."""
    return Redactor(secret for secret in credentials(request) if telling(secret))


def canonicalize(request: Request, redactor: Redactor) -> Canonical:
    """Linear in the body. `redactor` is fresh from `redactor_for`: placeholders are numbered from here on."""
    form, body = _body(request, redactor)
    return Canonical(
        request.method.upper(),
        redactor.redact_text(bare(request.path), "path"),
        _query(request.query, redactor),
        form,
        body,
    )


def bare(path: str) -> str:
    """`path` as it is with and without a base URL that ends in /v1."""
    return path[3:] if path.startswith("/v1/") else path


def _query(query: str, redactor: Redactor) -> str:
    if not query:
        return ""
    ordered = urlencode(sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0]))
    return redactor.redact_parameters(ordered.encode(), "query").decode("utf-8", "replace")


def _body(request: Request, redactor: Redactor) -> tuple[Form, bytes]:
    if not request.body:
        return "empty", b""
    if request.body.lstrip()[:1] in (b"{", b"["):
        try:
            return "json", redactor.redact(canonical_json(request.json), "request")
        except ApiError:
            pass
    kind = request.header("content-type")
    pieces = parts(kind, request.body)
    if pieces is not None:
        return "multipart", b"\n".join(_lines(pieces, redactor))
    if kind.startswith("application/x-www-form-urlencoded"):
        return "form", redactor.redact_parameters(request.body, "request")
    return "bytes", sha256(redactor.redact(request.body, "request")).hexdigest().encode()


def _lines(pieces: list[tuple[bytes, bytes]], redactor: Redactor) -> Iterator[bytes]:
    for head, content in pieces:
        head = redactor.redact(head, "request").replace(b"\n", b"; ")
        yield head + b" " + digest(redactor.redact(content, "request"))
