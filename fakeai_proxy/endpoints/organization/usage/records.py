"""What telemetry has counted, with names in place of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.organization.holders import Holder, holders, unknown
from fakeai_proxy.telemetry.usage import Amounts, Use

from .asked import Asked

SLICE = 500
"""Records that are read at a time: some milliseconds."""


class Record(NamedTuple):
    """One cell of the ledger."""

    bucket: int
    """Unix seconds at which its bucket begins."""
    endpoint: str
    id: str
    """Of the model, in the catalog."""
    facts: Mapping[str, Any]
    """All that can be grouped by, under the names of the API."""
    amounts: Amounts


class Reader:
    """Reads the cells of the buckets that are asked for, of one scope, as far as filters let them through."""

    def __init__(self, query: Asked, context: Context) -> None:
        self._query, self._catalog = query, context.services.catalog
        self._telemetry, self._store = context.services.telemetry, context.services.resources
        self._names = self._telemetry.names
        self._scope = self._telemetry.scope(context.request)
        self._snapshots: dict[str, str] = {}

    def slices(self) -> Iterator[list[Record]]:
        """All of them, some at a time."""
        buckets = self._query.buckets
        within = range(buckets.start // 60, buckets.stop // 60)
        cells = (
            (use, sums)
            for use, sums in self._telemetry.usage().items()
            if use.minute in within and self._names["scope"][use.scope] == self._scope
        )
        while slice := [self._record(use, sums) for use, sums in islice(cells, SLICE)]:
            yield [record for record in slice if self._fits(record)]

    @cached_property
    def _holders(self) -> Mapping[str, Holder]:
        return holders(self._store)

    def _record(self, use: Use, amounts: Amounts) -> Record:
        names, time = self._names, use.minute * 60
        id, caller = names["model"][use.model], names["user"][use.user]
        holder = self._holders.get(caller) or unknown(caller)
        facts = {
            "project_id": names["project"][use.project] or holder.project,
            "user_id": holder.user,
            "api_key_id": holder.key,
            "model": self._snapshots.get(id) or self._snapshot(id),
            "batch": bool(use.batch),
            "service_tier": names["service_tier"][use.service_tier] or "default",
            "size": names["image_size"][use.image_size],
            "source": names["image_source"][use.image_source],
            "vector_store_id": names["vector_store"][use.vector_store],
            "context_level": names["search_context"][use.search_context] or "medium",
            "api_source": "unlabeled",
        }
        width = self._query.width
        return Record(time // width * width, names["endpoint"][use.endpoint], id, facts, amounts)

    def _snapshot(self, id: str) -> str:
        """The dated name of a model, as its answers have it."""
        model = self._catalog.find(id)
        self._snapshots[id] = (model.snapshot if model else None) or id
        return self._snapshots[id]

    def _fits(self, record: Record) -> bool:
        return all(fits(record, what, values) for what, values in self._query.filters.items())


def fits(record: Record, what: str, values: frozenset[str]) -> bool:
    """Whether a filter lets it through: a model also by the name that was asked for."""
    if what == "model":
        return record.id in values or record.facts["model"] in values
    if what == "batch":
        return str(record.facts["batch"]).lower() in values
    return record.facts[what] in values
