"""What is told of all tests, wherever they ran, and what is written in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .shards import Shard, written
from .tally import Tally, total

Told = dict[str, Any]
PATHS = ("path", "db", "copied")
"""Of a shard, told as texts."""


@dataclass
class Ledger:
    """Of the process that started the run."""

    tests: dict[str, Told] = field(default_factory=dict)
    """What was told of each test, by its id; of one that ran several times the last."""
    leaks: dict[str, list[str]] = field(default_factory=dict)
    """Hosts of providers that tests asked past the proxy, by test."""
    recorded: list[Path] = field(default_factory=list)
    """Texts that were written."""
    problem: str = ""
    """Why they were not."""

    def add(self, nodeid: str, told: Told) -> None:
        if "leaks" in told:
            self.leaks[nodeid] = told["leaks"]
        else:
            self.tests[nodeid] = told

    def write(self) -> None:
        """The texts of all that was recorded. Raises CassetteError and OSError."""
        shards = [told["shard"] for told in self.tests.values() if told["shard"]]
        self.recorded = written(
            Shard(**{**one, **{name: one[name] and Path(one[name]) for name in PATHS}}) for one in shards
        )

    @property
    def total(self) -> Tally:
        return total(Tally(**told["tally"]) for told in self.tests.values())
