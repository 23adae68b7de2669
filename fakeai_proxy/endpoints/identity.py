"""Names of a request: what chooses its content, and the ids in its answer.

content name   method, path and what is asked for; a stream and a whole answer share it
ordinal        how often the same request, stream or not, was seen before
ids            a function of seed, request and ordinal: the same in every run, and never twice in one
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

from fakeai_proxy.core.canonical_json import canonical_json
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import FORM_ONLY, content_of, fingerprint

HASHED = 65_536
"""Bytes of a refused body that make its ids."""


class Identity(NamedTuple):
    """The ids of one answer."""

    request_id: str
    """`req_` and 32 hex digits, as in the header `x-request-id`."""
    suffix: str
    """32 hex digits for the id of the object answered."""


def content_name(method: str, path: str, body: Any) -> bytes:
    """16 bytes that choose the content of the answer."""
    return fingerprint(method, path, content_of(body))


def request_name(content: bytes, body: Any) -> bytes:
    """`content`, told apart by the form asked for."""
    form = {key: body[key] for key in FORM_ONLY if key in body} if isinstance(body, dict) else None
    return content + canonical_json(form) if form else content


def refused_name(request: Request) -> bytes:
    """A name for a request that was not understood."""
    digest = blake2b(f"{request.method} {request.path}\n".encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(request.body[:HASHED])
    return digest.digest()


def identify(seed: int, name: bytes, ordinal: int) -> Identity:
    """The ids of the `ordinal`-th request called `name`."""
    digest = blake2b(name, digest_size=32, key=seed.to_bytes(16, "little", signed=True))
    digest.update(ordinal.to_bytes(16, "little"))
    text = digest.hexdigest()
    return Identity(f"req_{text[:32]}", text[32:])
