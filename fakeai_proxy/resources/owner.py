"""Whose things a request may see."""

from __future__ import annotations

from hashlib import blake2b

from fakeai_proxy.core.exchange import Request

ORGANIZATION = "organization"
"""The owner of what all projects and keys share: users, projects, invites."""


def owner_of(request: Request) -> str:
    """The project that the request names, else its API key, told apart by the scope of the proxy URL.

    The key cannot be read back from it. Requests without a key share theirs.
    """
    name = request.header("openai-project") or request.key
    digest = blake2b(f"{request.scope}\n{name}".encode("utf-8", "surrogatepass"), digest_size=12)
    return digest.hexdigest()
