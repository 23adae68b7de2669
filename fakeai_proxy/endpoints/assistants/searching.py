"""Searches in the files of an assistant and of its thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.responses.hosted.file_search import Found, Searches, ids_of
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.endpoints.vector_stores.filters import filter_of
from fakeai_proxy.endpoints.vector_stores.members import all_settled, state
from fakeai_proxy.endpoints.vector_stores.operations import usable
from fakeai_proxy.endpoints.vector_stores.searching import Asked, Hit, hits_of
from fakeai_proxy.resources import Resource
from fakeai_proxy.tokens import Tokenizer

RESULTS = 20
"""Of a search that says no other number."""


class Searched(NamedTuple):
    """What was found."""

    searches: Searches
    threshold: float
    seconds: float
    """Simulated, until the files were ready."""

    @property
    def hits(self) -> Sequence[Hit]:
        return self.searches.found[0].hits


class Ahead:
    """A clock that is `seconds` ahead of another."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock, self._seconds = clock, seconds

    def now(self) -> float:
        return self._clock.now() + self._seconds

    def wall(self) -> float:
        return self._clock.wall() + self._seconds


def stores_of(facts: Mapping[str, Any], thread: Resource) -> list[str]:
    """The vector stores of the assistant and of the thread."""
    both = (facts["tool_resources"], thread.body["tool_resources"])
    ids = [id for one in both for id in one.get("file_search", {}).get("vector_store_ids", [])]
    return list(dict.fromkeys(ids))


def searched(
    options: Mapping[str, Any], stores: Sequence[str], query: str, words: Tokenizer, context: Context
) -> Work[Searched]:
    """What the files of `stores` say; those that are still read are waited for. Raises ApiError."""
    threshold = (options.get("ranking_options") or {}).get("score_threshold") or 0.0
    asked = Asked([query], filter_of(None), options.get("max_num_results") or RESULTS, threshold)
    seconds = yield from until_ready(stores, context)
    services = context.services
    later = Ahead(services.clock, seconds * services.cluster.time.scale)
    then = context._replace(services=replace(services, clock=later))
    hits = yield from hits_of([usable(id, context).id for id in stores], asked, then)
    ids = yield from ids_of(hits, words)
    context.exchange.vector_store = stores[0]
    return Searched(Searches({0: Found(query, hits, ids)}), threshold, seconds)


def until_ready(stores: Sequence[str], context: Context) -> Work[float]:
    """Simulated seconds until all files of `stores` can be searched."""
    for id in stores:
        members = yield from all_settled(id, context)
        if any(state(member) == "in_progress" for member in members):
            return context.services.resources.settings.vector_store_file_seconds
    return 0.0


def call_of(found: Searched, id: str) -> dict[str, Any]:
    """The call of the tool."""
    results = [
        {
            "file_id": hit.member.id,
            "file_name": hit.member.body["filename"],
            "score": hit.score,
            "content": [{"type": "text", "text": hit.text}],
        }
        for hit in found.hits
    ]
    ranking = {"ranker": "default_2024_08_21", "score_threshold": found.threshold}
    return {
        "id": id,
        "type": "file_search",
        "file_search": {"ranking_options": ranking, "results": results},
    }


def cited(found: Searched | None) -> list[Mapping[str, Any]]:
    """The files that are quoted, each with its mark."""
    hits = found.searches.found[0].quotes.values() if found else ()
    return [
        {
            "type": "file_citation",
            "text": f"【0:{number}†{hit.member.body['filename']}】",
            "file_citation": {"file_id": hit.member.id},
        }
        for number, hit in enumerate(hits)
    ]
