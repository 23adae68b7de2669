"""Whose limit a request counts against."""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.dialects.facts import model_of

Per = Literal["key_and_model", "key", "model", "all"]


def caller_of(request: Request, per: Per) -> bytes:
    """8 bytes that name key and model, or what `per` has of them. The key cannot be read back from it.

    Requests without a key are told apart by address.
    """
    key = (request.scope, request.key or request.peer) if per in ("key_and_model", "key") else ()
    model = (model_of(request),) if per in ("key_and_model", "model") else ()
    name = "\n".join((*key, *model)).encode("utf-8", "surrogatepass")
    return blake2b(name, digest_size=8).digest()
