"""What a request may cost, before it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request

CHARACTERS = 4
"""Of a token, as OpenAI's limits count them before the tokens are known."""
PROMPTS = ("messages", "system", "instructions", "input", "prompt")
LONGEST = ("max_completion_tokens", "max_output_tokens", "max_tokens")
"""How long an answer may become, in whatever API."""


def estimate(request: Request) -> int:
    """Tokens: the larger of what the prompt seems to have and what the answer may have, at least 1.

    As OpenAI's guide to rate limits has it: "the maximum of max_tokens and the estimated number of tokens".
    """
    try:
        body = request.json if request.body else None
    except ApiError:
        body = None
    if not isinstance(body, dict):
        return 1
    prompt = sum(len(text) for name in PROMPTS for text in texts(body.get(name)))
    asked = [length for name in LONGEST if isinstance(length := body.get(name), int)]
    return max(1, -(-prompt // CHARACTERS), *asked)


def texts(value: Any) -> Iterator[str]:
    """All that is written in `value`; not the bytes of pictures."""
    if isinstance(value, str):
        if not value.startswith("data:"):
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
