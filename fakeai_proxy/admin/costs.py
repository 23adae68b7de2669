"""`/metrics/costs`: what the traffic would have cost at the prices of the catalog."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fakeai_proxy.catalog.architecture import Price
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.telemetry.cost import MILLION, Cost, cost_of
from fakeai_proxy.telemetry.cube import Sums

from .asked import Asked, json_page
from .measure import share, total
from .reading import Reading

NOTHING = Cost(0.0, 0.0, 0.0)


def costs(asked: Asked) -> Reply:
    """Dollars by model, what caching saved, and the rate of the window."""
    reading = Reading.read(asked.simulator)
    models = [
        costs_of(reading.of(model), price) for model in reading.models if (price := price_of(reading, model))
    ]
    figures = ("usd_total", "saved_by_cache_usd", "usd_per_hour")
    totals = {name: sum(model[name] for model in models) for name in figures}
    unpriced = [model for model in reading.models if not price_of(reading, model)]
    return json_page({**totals, "models": models, "unpriced": unpriced})


def costs_of(reading: Reading, price: Price) -> dict[str, Any]:
    """Of a reading of one model, whose `price` is known."""
    spent = dollars(reading)
    sums, rows = total(reading.cells.values()), reading.rows
    recent = Sums(len(rows), *(float(rows[name].sum()) for name in Sums._fields[1:]))
    lately = cost_of(recent, price) or NOTHING
    cached = price.input if price.cached_input is None else price.cached_input
    return {
        "model": reading.model,
        "usd": spent._asdict(),
        "usd_total": spent.total,
        "saved_by_cache_usd": sums.cached_tokens * (price.input - cached) / MILLION,
        "usd_per_hour": share(lately.total, reading.seconds) * 3600,
        "usd_per_million_tokens": asdict(price),
    }


def dollars(reading: Reading) -> Cost:
    """Of everything whose price is known."""
    names, spent = reading.simulator.services.telemetry.models.names, NOTHING
    for key, sums in reading.cells.items():
        price = price_of(reading, names[key.model])
        spent = spent.plus(cost_of(sums, price, bool(key.batch)) or NOTHING)
    return spent


def price_of(reading: Reading, model: str) -> Price | None:
    """That of `model`; None where it is not known."""
    found = reading.simulator.services.catalog.find(model)
    return found.price if found else None
