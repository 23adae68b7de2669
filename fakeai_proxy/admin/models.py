"""`/metrics/by-model`: the sections of each model; two models side by side; all in order of one figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from fakeai_proxy.core.steps import Reply

from .asked import Asked, json_page
from .measure import share
from .reading import Reading
from .sections import told

Told = Mapping[str, Any]
"""The sections of one model."""
ORDERS = ("best", "worst")
MOST = 1000
"""Models that a ranking may hold."""


class Figure(NamedTuple):
    """One number by which models are compared."""

    of: Callable[[Told], float | None]
    """None where nothing is known."""
    better: Literal["higher", "lower"]


FIGURES: Mapping[str, Figure] = {
    "requests": Figure(lambda told: told["requests"]["total"], "higher"),
    "tokens": Figure(lambda told: told["tokens"]["total"], "higher"),
    "completion_tokens": Figure(lambda told: told["tokens"]["completion"], "higher"),
    "error_rate": Figure(lambda told: told["requests"]["error_rate"], "lower"),
    "cache_hit_rate": Figure(
        lambda told: share(told["tokens"]["cached"], told["tokens"]["prompt"]), "higher"
    ),
    "latency": Figure(lambda told: told["latency"]["duration"]["p50"], "lower"),
    "latency_p99": Figure(lambda told: told["latency"]["duration"]["p99"], "lower"),
    "ttft": Figure(lambda told: told["latency"]["ttft"]["p50"], "lower"),
    "itl": Figure(lambda told: told["latency"]["itl"]["p50"], "lower"),
    "tpot": Figure(lambda told: told["latency"]["tpot"]["p50"], "lower"),
    "tokens_per_second": Figure(lambda told: told["throughput"]["completion_tokens_per_second"], "higher"),
    "cost": Figure(lambda told: told["cost"]["usd"], "lower"),
}


def by_model(asked: Asked) -> Reply:
    """Every model that was asked for."""
    reading = Reading.read(asked.simulator)
    return json_page({"models": {model: told(reading.of(model)) for model in reading.models}})


def one_model(asked: Asked) -> Reply:
    """The model in the path."""
    model = asked.parameters["id"]
    return json_page({"model": model, **told(Reading.read(asked.simulator).used(model))})


def compare(asked: Asked) -> Reply:
    """Two models, figure by figure. `better` is null where they are equal, or one is not known."""
    names = asked.query.required("model1"), asked.query.required("model2")
    reading = Reading.read(asked.simulator)
    sections = [told(reading.used(name)) for name in names]
    shown = {name: compared(figure, names, sections) for name, figure in FIGURES.items()}
    return json_page({"model1": names[0], "model2": names[1], "figures": shown})


def compared(figure: Figure, names: tuple[str, str], sections: Sequence[Told]) -> dict[str, Any]:
    one, other = map(figure.of, sections)
    if one is None or other is None or one == other:
        better = None
    else:
        better = names[(one < other) == (figure.better == "higher")]
    ratio = other / one if one and other is not None else None
    return {"model1": one, "model2": other, "ratio": ratio, "better": better}


def ranking(asked: Asked) -> Reply:
    """All models by one figure; those of which it is not known are last."""
    metric = asked.query.choice("metric", FIGURES, "requests")
    worst = asked.query.choice("order", ORDERS, "best") == "worst"
    limit = int(asked.query.number("limit", MOST, 1, MOST))
    figure, reading = FIGURES[metric], Reading.read(asked.simulator)
    values = [(figure.of(told(reading.of(model))), model) for model in reading.models]
    known = [(value, model) for value, model in values if value is not None]
    known.sort(key=lambda one: one[0], reverse=(figure.better == "higher") != worst)
    ordered = [*known, *(one for one in values if one[0] is None)][:limit]
    models = [{"rank": at, "model": model, "value": value} for at, (value, model) in enumerate(ordered, 1)]
    return json_page({"metric": metric, "better": figure.better, "models": models})
