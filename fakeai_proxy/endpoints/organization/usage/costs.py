"""`/organization/costs`: what the traffic would have cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fakeai_proxy.core.steps import Reply, Wait
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.sliced import Work, sliced

from .asked import Asked, asked
from .buckets import page_of
from .charges import Charge, charges
from .kinds import FILTERS
from .records import Reader

GROUPS = ("project_id", "user_id", "line_item", "api_key_id", "api_source")
LIMITS = {"1d": (7, 180)}
KEPT = ("project_ids", "user_ids", "api_key_ids")
LINE = "line_item"


def costs(body: None, context: Context) -> Reply:
    """Dollars day by day, also by project, key and line of the bill; what has no known price is left out."""
    filters = {**{param: FILTERS[param] for param in KEPT}, "line_items": LINE}
    query = asked(context, GROUPS, filters, LIMITS)
    lines = query.filters.get(LINE, frozenset())
    others = {what: query.filters[what] for what in query.filters if what != LINE}
    return sliced(summed(query._replace(filters=others), lines, context), context)


def summed(query: Asked, lines: frozenset[str], context: Context) -> Work[dict[str, Any]]:
    """The page: sums by day and group, of these `lines` (none: of all)."""
    sums: dict[tuple[int, tuple[Any, ...]], Charge] = {}
    for slice in Reader(query, context).slices():
        for record in slice:
            for charge in charges(record, context):
                if not lines or charge.item in lines:
                    facts = {**record.facts, LINE: charge.item}
                    key = record.bucket, tuple(facts[name] for name in query.group_by)
                    sums[key] = sums[key].plus(charge) if key in sums else charge
        yield Wait(0)
    results: dict[int, list[dict[str, Any]]] = {}
    for bucket, values in sorted(sums, key=str):
        told = result(query.group_by, values, sums[bucket, values])
        results.setdefault(bucket, []).append(told)
    return page_of(query, results)


def result(names: Sequence[str], values: tuple[Any, ...], sum: Charge) -> dict[str, Any]:
    """The sum of a group; a quantity only of one line."""
    one = LINE in names
    return {
        "object": "organization.costs.result",
        "amount": {"value": sum.dollars, "currency": "usd"},
        **dict.fromkeys(GROUPS),
        **dict(zip(names, values, strict=True)),
        "quantity": sum.quantity if one else None,
        "quantity_unit": sum.unit if one and sum.unit != "calls" else None,
    }
