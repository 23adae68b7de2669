"""Embeddings of NVIDIA's models, which tell a query from a passage."""

from __future__ import annotations

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.endpoints.prompts import Given, Prompt, prompts_of
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.wire.embeddings import EmbeddingRequest
from fakeai_proxy.wire.nim import Truncate

from .length import fitted, refused

OWNER = "nvidia"
SUFFIXES = ("-query", "-passage")
"""What a name may say in place of `input_type`, for clients that know no such parameter."""


def is_asymmetric(model: Model | None) -> bool:
    return model is not None and model.kind == "embedding" and model.owner == OWNER


def split(body: EmbeddingRequest, catalog: Catalog) -> tuple[str, str | None]:
    """The name of the model, and what its inputs are."""
    base, _, kind = body.model.rpartition("-")
    if f"-{kind}" in SUFFIXES and is_asymmetric(catalog.find(base)):
        return base, body.input_type or kind
    return body.model, body.input_type


def asymmetric(
    body: EmbeddingRequest, input_type: str | None, model: Model, words: Tokenizer
) -> list[Prompt]:
    """The inputs of `body`. Raises ApiError 400 where they are not told apart, or too long."""
    if input_type is None:
        raise refused("'input_type' parameter is required for asymmetric models")
    return [cut(one, model.context_window, body.truncate, words) for one in prompts_of(body.input, words)]


def cut(prompt: Prompt, window: int, truncate: Truncate | None, words: Tokenizer) -> Prompt:
    if prompt.tokens <= window:
        return prompt
    given: Given = fitted(prompt.text, window, truncate, words)
    [shorter] = prompts_of(given, words)
    return shorter if shorter.tokens <= window else shorter._replace(tokens=window)
