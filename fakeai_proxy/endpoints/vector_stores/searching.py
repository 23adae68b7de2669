"""What of the files of vector stores answers a question."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from typing import NamedTuple

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work, sliced
from fakeai_proxy.resources import Resource
from fakeai_proxy.synth.embedding import embed
from fakeai_proxy.synth.retrieval.nearest import ENGINES
from fakeai_proxy.synth.retrieval.ranking import Weights, coverage, rarity
from fakeai_proxy.synth.retrieval.terms import keywords, terms
from fakeai_proxy.wire import vector_stores as wire

from .filters import Filter, filter_of
from .index import DIMENSIONS, KIND, Index
from .indexing import PAUSE
from .members import all_settled, state
from .operations import usable

CANDIDATES = 64
"""Chunks that are nearest, and so read and ranked."""
READ, FILES = 8, 200
"""Chunks that are read, and files that are looked up, in one slice."""
SLICE, PER_FILE = 4_096, 64
"""Vectors of one slice, and how many a file counts beside its own."""
BY_MEANING = Weights(1.0, 0.0)


class Asked(NamedTuple):
    """How to search."""

    queries: Sequence[str]
    filter: Filter
    most: int = 10
    """Results."""
    threshold: float = 0.0
    """Least score, from 0 to 1."""
    weights: Weights = Weights()


class Near(NamedTuple):
    """A chunk whose vector is near."""

    cosine: float
    place: int
    """Which of all files, so that equals keep an order."""
    number: int
    """Which chunk of it."""
    member: Resource
    kept: Index


def closeness(one: Near) -> tuple[float, int, int]:
    """Equals stay in the order of their files."""
    return one.cosine, -one.place, -one.number


class Hit(NamedTuple):
    """A chunk that answers."""

    score: float
    """From 0 to 1."""
    member: Resource
    text: str


def search(body: wire.SearchRequest, context: Context) -> Reply:
    """The chunks that answer the query best, of the files that the filters let pass."""
    found = usable(context.parameters["store_id"], context)
    queries = [body.query] if isinstance(body.query, str) else body.query
    if body.rewrite_query:
        queries = [keywords(query) for query in queries]
    options: wire.RankingOptions = body.ranking_options or {}
    weights = BY_MEANING if options.get("ranker") == "none" else Weights()
    threshold = options.get("score_threshold") or 0.0
    asked = Asked(queries, filter_of(body.filters), body.max_num_results or 10, threshold, weights)
    context.exchange.file_searches, context.exchange.vector_store = 1, found.id
    return sliced(page_of(found.id, asked, context), context)


def page_of(store_id: str, asked: Asked, context: Context) -> Work[wire.SearchPage]:
    hits = yield from hits_of([store_id], asked, context)
    return {
        "object": "vector_store.search_results.page",
        "search_query": list(asked.queries),
        "data": [shown(hit) for hit in hits],
        "has_more": False,
        "next_page": None,
    }


def shown(hit: Hit) -> wire.SearchResult:
    """As the API has it."""
    return {
        "file_id": hit.member.id,
        "filename": hit.member.body["filename"],
        "score": hit.score,
        "attributes": hit.member.body["attributes"],
        "content": [{"type": "text", "text": hit.text}],
    }


def hits_of(store_ids: Sequence[str], asked: Asked, context: Context) -> Work[list[Hit]]:
    """The best `asked.most` chunks of all these stores, the best first."""
    indexes = list[tuple[Resource, Index]]()
    for store_id in store_ids:
        members = yield from all_settled(store_id, context)
        found = yield from _indexes(members, asked.filter, context)
        indexes += found
    best = dict[tuple[int, int], Hit]()
    for query in asked.queries:
        near = yield from _near(query, indexes, max(CANDIDATES, asked.most), context)
        hits = yield from _ranked(query, near, asked.weights)
        for one, hit in zip(near, hits, strict=True):
            key = (one.place, one.number)
            best[key] = max(best.get(key, hit), hit, key=lambda hit: hit.score)
    passing = [hit for hit in best.values() if hit.score >= asked.threshold]
    return nlargest(asked.most, passing, key=lambda hit: hit.score)


def _indexes(
    members: Sequence[Resource], passes: Filter, context: Context
) -> Work[list[tuple[Resource, Index]]]:
    """The files that are ready and pass, with their chunks."""
    store, found = context.services.resources, list[tuple[Resource, Index]]()
    for at, member in enumerate(members):
        if at % FILES == FILES - 1:
            yield PAUSE
        if state(member) != "completed" or not passes(member.body["attributes"]):
            continue
        if kept := store.get(member.owner, KIND, member.body["index"], member.parent):
            found.append((member, Index.of(kept, store.blobs)))
    return found


def _near(
    query: str, indexes: Sequence[tuple[Resource, Index]], most: int, context: Context
) -> Work[list[Near]]:
    """The chunks whose vectors are nearest, the nearest first; a block of them at a time."""
    nearest = ENGINES[context.services.resources.settings.vector_engine]
    vector, found, read = embed(keywords(query), DIMENSIONS), list[Near](), 0
    for place, (member, index) in enumerate(indexes):
        for first, vectors in index.blocks():
            cosines, rows = nearest(vector, vectors, most)
            found += (
                Near(cosine, place, first + row, member, index)
                for cosine, row in zip(cosines.tolist(), rows.tolist(), strict=True)
            )
            read += len(vectors) + PER_FILE
            if read >= SLICE:
                found, read = nlargest(most, found, key=closeness), 0
                yield PAUSE
    return nlargest(most, found, key=closeness)


def _ranked(query: str, near: Sequence[Near], weights: Weights) -> Work[list[Hit]]:
    """A hit for each of `near`."""
    asked, chunks, words = terms(query), list[str](), list[list[str]]()
    for at, one in enumerate(near):
        chunks.append(one.kept.chunk(one.number))
        words.append(terms(chunks[-1]) if weights.text else [])
        if at % READ == READ - 1:
            yield PAUSE
    rare = rarity(asked, words)
    scores = [
        weights.embedding * max(one.cosine, 0.0) + weights.text * coverage(rare, word)
        for one, word in zip(near, words, strict=True)
    ]
    return [
        Hit(min(score, 1.0), one.member, chunk)
        for score, one, chunk in zip(scores, near, chunks, strict=True)
    ]
