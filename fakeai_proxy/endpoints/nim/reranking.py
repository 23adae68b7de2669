"""`POST /rerank` as Cohere, Jina and vLLM have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.dressed import uuid_of
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.wire import nim as wire

from .length import fitted
from .scoring import PAIRED, Scored, ranked, ranker, read

SEARCH = 100
"""Documents that Cohere charges as one search."""
LONGEST = 4096
"""Tokens of a document that Cohere reads, unless told otherwise."""


def rerank(body: wire.RerankRequest, context: Context) -> Reply:
    """Documents in the order of how well they answer a query, each with a score between 0 and 1."""
    model, words = ranker(body.model, context)
    texts = [cut(text_of(one, body.rank_fields), body, model, words) for one in body.documents]
    run = read(body.query, texts, model, words, context)
    found = ranked(body.query, texts, body.top_n)
    cohere = model.provider == "cohere"
    shown = body.return_documents if body.return_documents is not None else not cohere
    results = [result(one, body.documents[one.at], body.rank_fields, shown) for one in found]
    render = as_cohere if cohere else as_others
    return json_reply({**render(model, len(texts), context), "results": results}, context, run)


def text_of(document: str | dict[str, Any], fields: Sequence[str] | None) -> str:
    """What is read of a document: of an object its `text`, or the fields named."""
    if isinstance(document, str):
        return document
    if fields:
        return "\n".join(str(document[name]) for name in fields if name in document)
    text = document.get("text")
    return text if isinstance(text, str) else to_json(document).decode()


def cut(text: str, body: wire.RerankRequest, model: Model, words: Tokenizer) -> str:
    """`text`, as far as it is read."""
    most = body.max_tokens_per_doc or LONGEST
    room = model.context_window - words.count(body.query) - PAIRED if model.context_window else most
    return fitted(text, max(min(most, room), 1), "END", words)


def result(one: Scored, document: Any, fields: Sequence[str] | None, shown: bool) -> wire.Reranked:
    told: wire.Reranked = {"index": one.at, "relevance_score": round(one.score, 7)}
    return {**told, "document": {"text": text_of(document, fields)}} if shown else told


def as_cohere(model: Model, documents: int, context: Context) -> dict[str, Any]:
    version = "2" if context.request.path.startswith("/v2/") else "1"
    units = {"search_units": -(-documents // SEARCH)}
    return {
        "id": uuid_of(context.identity.suffix),
        "meta": {"api_version": {"version": version}, "billed_units": units},
    }


def as_others(model: Model, documents: int, context: Context) -> dict[str, Any]:
    tokens = context.exchange.prompt_tokens
    return {
        "id": f"rerank-{context.identity.suffix}",
        "model": model.id,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }
