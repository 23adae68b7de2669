"""The documents that a question is answered by: what is kept that fits, and made-up ones to fill up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.endpoints.vector_stores.filters import filter_of
from fakeai_proxy.endpoints.vector_stores.searching import Asked, hits_of
from fakeai_proxy.resources import PageQuery, numbered
from fakeai_proxy.synth import prose
from fakeai_proxy.synth.relevance import relevances
from fakeai_proxy.synth.retrieval.terms import keywords

MOST_STORES = 100
TOKENS = 48
"""Of a document that is made up, beside the words of the question."""
OPENINGS = (
    "{subject}: an overview.",
    "{subject} is set up in three steps.",
    "What {subject} does, and when to use it.",
    "Troubleshooting {subject}.",
    "{subject} in practice: an example.",
)
"""How documents begin that are made up."""


class Document(NamedTuple):
    id: str
    content: str
    score: float
    metadata: Mapping[str, Any]
    source: str


def documents_of(
    queries: Sequence[str], filters: Mapping[str, Any], count: int, context: Context
) -> Work[list[Document]]:
    """`count` of them, the best first; those of vector stores have attributes that fit `filters`."""
    found = yield from kept(queries, filters, count, context)
    found += made_up(queries, filters, count - len(found), context)
    return sorted(found, key=lambda one: -one.score)


def kept(
    queries: Sequence[str], filters: Mapping[str, Any], count: int, context: Context
) -> Work[list[Document]]:
    store = context.services.resources
    page = store.page(context.owner, "vector_store", PageQuery(MOST_STORES, "desc", "", ""))
    equal = [{"type": "eq", "key": key, "value": value} for key, value in filters.items()]
    passing = filter_of({"type": "and", "filters": equal} if equal else None)
    hits = yield from hits_of([one.id for one in page.items], Asked(queries, passing, count), context)
    return [
        Document(
            hit.member.id,
            hit.text,
            round(hit.score, 4),
            hit.member.body["attributes"],
            hit.member.body["filename"],
        )
        for hit in hits
    ]


def made_up(
    queries: Sequence[str], filters: Mapping[str, Any], count: int, context: Context
) -> list[Document]:
    """Documents as there would be some: the same for the same request."""
    texts = [text_of(queries[at % len(queries)], at, context.rng) for at in range(count)]
    scores = relevances(" ".join(queries), texts) if texts else []
    names = [f"doc_{numbered(context.identity.suffix, at)[:16]}" for at in range(count)]
    folder = "/".join(str(value) for value in filters.values()) or "library"
    return [
        Document(name, text, round(score, 4), filters, f"{folder}/{name}.md")
        for name, text, score in zip(names, texts, scores, strict=True)
    ]


def text_of(query: str, at: int, rng: np.random.Generator) -> str:
    subject = keywords(query).rstrip("?!. ")
    opening = OPENINGS[at % len(OPENINGS)].format(subject=subject)
    return f"{opening[:1].upper()}{opening[1:]} {''.join(prose(rng, TOKENS))}"
