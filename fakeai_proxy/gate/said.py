"""What users say in a request, but for the words of the app itself and of the model."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.limits.estimate import texts

OWN = ("system", "developer", "assistant")
"""Roles whose words are the app's own, or the model's."""
PROMPTS = ("messages", "input", "prompt")


def said(request: Request) -> Iterator[str]:
    """Text by text; nothing of a body that cannot be read."""
    try:
        body = request.json if request.body else None
    except ApiError:
        return
    if not isinstance(body, dict):
        return
    for name in PROMPTS:
        value = body.get(name)
        for part in value if isinstance(value, list) else (value,):
            if not (isinstance(part, dict) and part.get("role") in OWN):
                yield from texts(part)
