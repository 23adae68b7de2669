"""One moment, as a scrape sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fakeai_proxy.catalog import Model
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.view import WorkerView

from .exchange import Exchange
from .names import OTHER, plain
from .totals import Totals


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What all families of metrics are made of."""

    totals: Totals
    open: tuple[Exchange, ...]
    """Under way."""
    models: Sequence[str]
    """Names by number, as of all of these."""
    endpoints: Sequence[str]
    errors: Sequence[str]
    workers: tuple[WorkerView, ...]
    engine: EngineSettings
    find: Callable[[str], Model | None]
    """The model of an id."""
    now: float
    """Simulated seconds since the start."""

    def views(self) -> Iterable[tuple[str, WorkerView]]:
        """Every worker, after the label of its model."""
        return ((view.model if plain(view.model) else OTHER, view) for view in self.workers)
