"""`/metrics`: everything at one look, as JSON; and the same again and again, as `/metrics/stream`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fakeai_proxy import __version__
from fakeai_proxy.core.steps import Reply

from .accept import prefers_text
from .asked import Asked, json_page
from .health import uptime
from .kv_cache import kv_cache
from .prometheus import vllm
from .rate_limits import security
from .reading import Reading
from .sections import SECTIONS, told

MODEL_SECTIONS = ("requests", "tokens", "cost")


def models(reading: Reading) -> dict[str, Any]:
    """The counts of each model; `/metrics/by-model` has the rest."""
    return {model: told(reading.of(model), MODEL_SECTIONS) for model in reading.models}


METRICS: Mapping[str, Callable[[Reading], Any]] = {
    **SECTIONS,
    "models": models,
    "kv_cache": kv_cache,
    "security": security,
}
"""What `metrics=` chooses from."""


def metrics(asked: Asked) -> Reply:
    """JSON; for who would rather read Prometheus text, what vLLM serves under this path."""
    if prefers_text(asked.request.header("accept")):
        return vllm(asked)
    names = asked.query.choices("metrics", METRICS)
    return json_page(snapshot(Reading.read(asked.simulator), names))


def snapshot(reading: Reading, names: tuple[str, ...]) -> dict[str, Any]:
    """The metrics called `names`, and what they are of."""
    shown = {
        "version": __version__,
        "at": reading.simulator.clock.wall(),
        "uptime_seconds": uptime(reading.simulator),
        "simulated_seconds": reading.now,
        "window_seconds": reading.simulator.services.telemetry.settings.window_seconds,
    }
    if reading.model is not None:
        shown["model"] = reading.model
    return shown | {name: METRICS[name](reading) for name in names}
