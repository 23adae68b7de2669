"""Whose things a request may see."""

from __future__ import annotations

from hashlib import blake2b

from fakeai_proxy.core.exchange import Request

ORGANIZATION = "organization"
"""The owner of what all projects and keys share: users, projects, invites."""


def organization_of(request: Request) -> str:
    """The organization that the request is about: each scope of the proxy URL has its own."""
    if not request.scope:
        return ORGANIZATION
    digest = blake2b(request.scope.encode("utf-8", "surrogatepass"), digest_size=12)
    return f"{ORGANIZATION}/{digest.hexdigest()}"


def owner_of(request: Request, project: str = "") -> str:
    """The project that the request names, else its API key, told apart by the scope of the proxy URL.

    The key cannot be read back from it. Requests without a key share theirs. project: that of the key.
    """
    name = request.header("openai-project") or project or request.key
    digest = blake2b(f"{request.scope}\n{name}".encode("utf-8", "surrogatepass"), digest_size=12)
    return digest.hexdigest()
