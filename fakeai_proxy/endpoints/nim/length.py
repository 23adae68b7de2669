"""Inputs that are longer than a model reads: refused, or cut at one end."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic_core import to_json

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.wire.nim import Truncate


def refused(message: str, status: int = 400) -> ApiError:
    """The form in which retrieval NIMs refuse: nothing but a message."""
    content = to_json({"error": message})
    fixed = (("content-type", "application/json"), ("content-length", str(len(content))))
    return ApiError(status, message, steps=(Head(status, fixed), Data(content), End()))


def fitted(text: str, window: int, truncate: Truncate | None, words: Tokenizer) -> str:
    """`text`, no longer than `window` tokens. Raises ApiError 400 where it is to be left whole."""
    tokens = words.encode(text)
    if not window or (found := words.scaled(len(tokens))) <= window:
        return text
    if truncate in (None, "NONE"):
        raise refused(f"Input length {found} exceeds maximum allowed token size {window}")
    return words.decode(kept(tokens, int(window / words.factor), truncate))


def kept(tokens: Sequence[int], most: int, truncate: Truncate | None) -> Sequence[int]:
    return tokens[len(tokens) - most :] if truncate == "START" else tokens[:most]
