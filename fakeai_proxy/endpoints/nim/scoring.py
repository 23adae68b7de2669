"""Texts ranked by how well they answer a question, as a model does that reads each beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.submission import submit
from fakeai_proxy.endpoints.together import Timing
from fakeai_proxy.engine import Job
from fakeai_proxy.synth.relevance import relevances
from fakeai_proxy.tokens import Tokenizer, tokenizer

PAIRED = 3
"""Tokens around a question and a text that are read together."""


class Scored(NamedTuple):
    """One of the texts."""

    at: int
    """Its place among them."""
    score: float
    """Between 0 and 1."""


def ranker(name: str, context: Context) -> tuple[Model, Tokenizer]:
    """The model called so. Raises ApiError 400 where it is known for something else."""
    known = context.services.catalog.find(name)
    if known is not None and known.kind not in ("rerank", "embedding", "chat"):
        raise ApiError(400, f"The model '{name[:200]}' does not rank texts.", param="model")
    model = context.model(name)
    return model, tokenizer(model.encoding, model.token_factor)


def ranked(question: str, texts: Sequence[str], top: int | None) -> list[Scored]:
    """The best first, no more than `top`; of equals the first."""
    scores = [Scored(at, score) for at, score in enumerate(relevances(question, texts))]
    return sorted(scores, key=lambda one: -one.score)[:top]


def read(question: str, texts: Sequence[str], model: Model, words: Tokenizer, context: Context) -> Timing:
    """Every text with the question, on its way through the cluster."""
    asked = words.count(question)
    tokens = sum(asked + words.count(text) + PAIRED for text in texts)
    context.exchange.prompt_tokens = tokens
    return submit([Job(model, (), tokens, output_tokens=0)], context)
