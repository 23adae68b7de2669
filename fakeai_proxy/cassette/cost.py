"""What the tokens of a reply cost, at the prices of the catalog."""

from __future__ import annotations

from fakeai_proxy.catalog import Catalog

from .conversation import Usage


def dollars(used: Usage, model: str | None, catalog: Catalog) -> float | None:
    """US dollars; None where tokens were used of a model whose price is not known."""
    if not (used.prompt or used.completion):
        return 0.0
    known = catalog.find(model) if model else None
    price = known.price if known else None
    if price is None:
        return None
    cached = price.input if price.cached_input is None else price.cached_input
    fresh = max(used.prompt - used.cached, 0)
    return (fresh * price.input + used.cached * cached + used.completion * price.output) / 1e6
