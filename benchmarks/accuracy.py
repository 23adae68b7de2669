"""`python -m benchmarks.accuracy`: measured deployments beside the same ones simulated, in one table.

Each row was measured under a closed loop of users: all begin at once, each sends the next request when it has
its answer, ten requests a user; prompts and answers have 80 to 100 % of their nominal tokens (as InferenceX
measures: github.com/SemiAnalysisAI/InferenceX, issue 356); TTFT and TPOT are means. The simulation does the
same. Exits 1 when a bound is not met.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple, Self

import numpy as np
from rich.console import Console
from rich.table import Table

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.catalog.architecture import Deployment
from fakeai_proxy.engine.deployment import deployment_of
from fakeai_proxy.engine.fitted import deployments
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.physics import Physics
from fakeai_proxy.engine.price_of import ModelPricing, architecture_of, pricing_of
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.simulation import simulate
from fakeai_proxy.engine.workload import ClosedLoop, Shape

ROWS = Path(__file__).parent / "measured" / "rows.csv"
REQUESTS_PER_USER = 10
MEAN, VARIATION = 0.9, 1 / 9
"""Of the nominal lengths: 80 to 100 %."""
TPOT_BOUND, TTFT_BOUND = 0.10, 0.20
"""Of the medians of the relative errors."""
LOG_WIDTH = 150

Price = Callable[[Model, EngineSettings], ModelPricing]


class Times(NamedTuple):
    """Means over all requests, in milliseconds."""

    ttft: float
    tpot: float

    def error(self, measured: Times) -> Times:
        """Relative: 0.1 is 10 % too long."""
        return Times(self.ttft / measured.ttft - 1, self.tpot / measured.tpot - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement."""

    model: str
    deployment: Deployment
    prompt: int
    answer: int
    users: int
    measured: Times

    @classmethod
    def read(cls, line: dict[str, str]) -> Self:
        """A line of rows.csv."""
        return cls(
            line["model"],
            Deployment(line["gpu"], int(line["gpus"]), line["precision"], line["engine"]),
            *(int(line[name]) for name in ("prompt", "answer", "users")),
            Times(float(line["ttft_ms"]), float(line["tpot_ms"])),
        )

    @property
    def settings(self) -> EngineSettings:
        where = self.deployment
        return EngineSettings(
            gpu=where.gpu, gpus=where.count, precision=where.precision, backend=where.engine
        )


class Compared(NamedTuple):
    """A row, and what two prices make of it."""

    row: Row
    kind: str
    """Of the price in force."""
    simulated: Times
    physics: Times
    """By the architecture alone, as if nothing had been measured."""


def rows() -> list[Row]:
    with ROWS.open(newline="", encoding="utf-8") as lines:
        return [Row.read(line) for line in csv.DictReader(lines)]


def by_physics(model: Model, settings: EngineSettings) -> Physics:
    """A price that knows no measured deployment."""
    architecture = architecture_of(model)
    assert architecture, model.id
    return Physics(architecture, deployment_of(model, architecture, settings))


def times(row: Row, model: Model, price: Price) -> Times:
    """What the simulated users of `row` see."""
    rng = np.random.default_rng(0)
    shape = Shape(round(MEAN * row.prompt), round(MEAN * row.answer), variation=VARIATION)
    load = ClosedLoop(shape, row.users, REQUESTS_PER_USER * row.users, rng)
    alone = KVCacheSettings(num_workers=1, enabled=False)
    requests = simulate(model, load, rng, row.settings, alone, price).requests
    first, last = requests["first_token"], requests["last_token"]
    tpots = (last - first) / np.maximum(requests["output_tokens"] - 1.0, 1.0)
    return Times(float(np.mean(first - requests["arrival"]) * 1e3), float(np.mean(tpots) * 1e3))


def compare(row: Row, catalog: Catalog) -> Compared:
    model = catalog.use(row.model)
    kind = pricing_of(model, row.settings).kind
    physics = times(row, model, by_physics)
    simulated = times(row, model, pricing_of) if kind == "fitted" else physics
    return Compared(row, kind, simulated, physics)


def medians(found: Iterable[tuple[Times, Times]]) -> Times:
    """Medians of the absolute relative errors of (simulated, measured)."""
    errors = [simulated.error(measured) for simulated, measured in found]
    return Times(median(abs(one.ttft) for one in errors), median(abs(one.tpot) for one in errors))


def table(compared: Sequence[Compared]) -> Table:
    shown = Table(title="Measured and simulated: mean milliseconds of a closed loop of users")
    for heading in ("model", "on", "engine", "price"):
        shown.add_column(heading)
    for heading in ("tokens", "users", "TTFT", "simulated", "physics", "TPOT", "simulated", "physics"):
        shown.add_column(heading, justify="right")
    for row, kind, simulated, physics in compared:
        where = row.deployment
        shown.add_row(
            row.model.rpartition("/")[2],
            f"{where.count} x {gpu(where.gpu).family.upper()} {where.precision}",
            where.engine,
            kind,
            f"{row.prompt}/{row.answer}",
            str(row.users),
            f"{row.measured.ttft:.0f}",
            _beside(simulated.ttft, row.measured.ttft, 0),
            _beside(physics.ttft, row.measured.ttft, 0),
            f"{row.measured.tpot:.2f}",
            _beside(simulated.tpot, row.measured.tpot, 2),
            _beside(physics.tpot, row.measured.tpot, 2),
        )
    return shown


def _beside(simulated: float, measured: float, digits: int) -> str:
    return f"{simulated:.{digits}f} {simulated / measured - 1:+5.0%}"


def main() -> int:
    console = Console() if sys.stdout.isatty() else Console(width=LOG_WIDTH)
    catalog = Catalog.load()
    compared = [compare(row, catalog) for row in rows()]
    console.print(table(compared))
    found = medians((one.simulated, one.row.measured) for one in compared)
    physics = medians((one.physics, one.row.measured) for one in compared)
    met = found.ttft <= TTFT_BOUND and found.tpot <= TPOT_BOUND
    console.print(
        f"median error of {len(compared)} rows: TTFT {found.ttft:.1%} (bound {TTFT_BOUND:.0%}), "
        f"TPOT {found.tpot:.1%} (bound {TPOT_BOUND:.0%}): {'met' if met else 'NOT MET'}"
    )
    console.print(f"by physics alone, without any fit: TTFT {physics.ttft:.1%}, TPOT {physics.tpot:.1%}")
    held_out = [(one.ttft_error, one.tpot_error) for one in deployments()]
    ttft, tpot = (median(errors) for errors in zip(*held_out, strict=True))
    console.print(
        f"fitted, at shapes that the fit has not seen: TTFT {ttft:.1%}, TPOT {tpot:.1%} "
        f"(median of {len(held_out)} deployments, five folds each)"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
