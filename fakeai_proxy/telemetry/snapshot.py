"""One moment, as a scrape sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.view import WorkerView

from .chaos_counts import ChaosCounts
from .columns import Rows
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
    lost: int = 0
    """Rows that did not get into the file that keeps them."""
    chaos: ChaosCounts = ChaosCounts()  # noqa: RUF009 - frozen
    """Faults that were injected on purpose."""

    def views(self) -> Iterable[tuple[str, WorkerView]]:
        """Every worker, after the label of its model."""
        return ((view.model if plain(view.model) else OTHER, view) for view in self.workers)


class Taken(NamedTuple):
    """Rows from one number on."""

    rows: Rows
    lost: int
    """Rows before them that the ring no longer held."""
    written: int
    """The number of the row after them."""
    names: Mapping[str, Sequence[str]]
    """Of the columns that hold numbers of names."""
