"""Searches in the files of vector stores: these really find what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.responses.items import Item
from fakeai_proxy.endpoints.responses.written import Written
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.endpoints.vector_stores.filters import filter_of
from fakeai_proxy.endpoints.vector_stores.indexing import PAUSE
from fakeai_proxy.endpoints.vector_stores.operations import usable
from fakeai_proxy.endpoints.vector_stores.searching import Asked, Hit, hits_of
from fakeai_proxy.synth.retrieval.ranking import Weights, telling, weighed
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.wire.responses import ResponseRequest

from .scene import Scene, query_of
from .used import may_use

RESULTS = 20
"""Of a search that says no other number."""
QUOTED, WORTH = 2, 0.6
"""Files that are quoted, and least score of the second in scores of the first."""
NOTHING = "The files say nothing about that."


class Found(NamedTuple):
    """What one tool found."""

    query: str
    hits: Sequence[Hit]
    ids: Sequence[int]
    """Tokens of all their texts."""

    @property
    def quotes(self) -> dict[str, Hit]:
        """What the best files say of it, each once."""
        told = dict[str, Hit]()
        for hit in self.hits:
            fresh = all(hit.member.id != other.member.id for other in told.values())
            if fresh and len(told) < QUOTED and hit.score >= WORTH * self.hits[0].score:
                told.setdefault(telling(hit.text, self.query), hit)
        return told


class Searches(NamedTuple):
    """What all such tools of a response found."""

    found: Mapping[int, Found]
    """By the place of the tool."""

    @property
    def lead(self) -> str:
        """How an answer begins: with the words of the files."""
        quotes = dict.fromkeys(quote for one in self.found.values() for quote in one.quotes)
        return " ".join(quotes) or NOTHING

    @property
    def ids(self) -> list[int]:
        """Tokens of what a model is given to read."""
        return [id for one in self.found.values() for id in one.ids]


def searched(
    body: ResponseRequest, items: Sequence[Item], query: str, words: Tokenizer, context: Context
) -> Work[Searches | None]:
    """What the file searches among the tools of `body` find; None: none may be used. Raises ApiError."""
    found = dict[int, Found]()
    tools: Sequence[Any] = body.tools or ()
    for at, tool in enumerate(tools):
        if tool["type"] == "file_search" and may_use(body, tool, items):
            asked = asked_of(tool, query_of(query), at)
            stores = [usable(id, context).id for id in dict.fromkeys(tool["vector_store_ids"])]
            hits = yield from hits_of(stores, asked, context)
            ids = yield from ids_of(hits, words)
            found[at] = Found(asked.queries[0], hits, ids)
    return Searches(found) if found else None


def ids_of(hits: Sequence[Hit], words: Tokenizer) -> Work[list[int]]:
    """Tokens of all their texts."""
    ids = list[int]()
    for hit in hits:
        ids += words.encode(hit.text)
        yield PAUSE
    return ids


def asked_of(tool: Mapping[str, Any], query: str, at: int) -> Asked:
    """How the tool is to search. Raises ApiError 400."""
    options = tool.get("ranking_options") or {}
    hybrid, weights = options.get("hybrid_search"), Weights()
    if hybrid:
        weights = weights_of(hybrid, f"tools[{at}].ranking_options.hybrid_search")
    passes = filter_of(tool.get("filters"), f"tools[{at}].filters")
    threshold = options.get("score_threshold") or 0.0
    return Asked([query], passes, tool.get("max_num_results") or RESULTS, threshold, weights)


def weights_of(hybrid: Mapping[str, float], param: str) -> Weights:
    try:
        return weighed(hybrid["embedding_weight"], hybrid["text_weight"])
    except ValueError as why:
        raise ApiError(400, f"Invalid '{param}': {why}.", param=param, code="invalid_value") from None


def calls(tool: Mapping[str, Any], scene: Scene) -> Iterator[Written]:
    """One search, and the files that its answer quotes."""
    assert scene.searches is not None  # they were done before
    found = scene.searches.found[scene.at]
    shown = scene.body.includes("file_search_call.results")
    item = {
        "id": scene.id("file_search_call"),
        "type": "file_search_call",
        "status": "completed",
        "queries": [found.query],
        "results": [result(hit) for hit in found.hits] if shown else None,
    }
    cited = (
        {"type": "file_citation", "quote": quote, "file_id": hit.member.id, "filename": filename(hit)}
        for quote, hit in found.quotes.items()
    )
    yield Written(item, citations=tuple(cited))


def result(hit: Hit) -> dict[str, Any]:
    return {
        "file_id": hit.member.id,
        "filename": filename(hit),
        "score": hit.score,
        "attributes": hit.member.body["attributes"],
        "text": hit.text,
    }


def filename(hit: Hit) -> str:
    name: str = hit.member.body["filename"]
    return name
