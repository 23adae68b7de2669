"""What is known at one moment, read once: every JSON view is made of one of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.errors import ApiError, nearest
from fakeai_proxy.engine.view import WorkerView
from fakeai_proxy.simulator import Simulator
from fakeai_proxy.telemetry.columns import Rows
from fakeai_proxy.telemetry.cube import Sums
from fakeai_proxy.telemetry.keys import Exchanges
from fakeai_proxy.telemetry.names import OTHER, plain


def shown(model: str) -> str:
    """The name of a model, `other` where it may be a secret."""
    return model if plain(model) else OTHER


@dataclass(frozen=True)
class Reading:
    """Of all models, or of one."""

    simulator: Simulator
    cells: Mapping[Exchanges, Sums]
    """Sums since the start."""
    recent: Rows
    """Of all that ended in the last `seconds`."""
    recent_gaps: NDArray[np.void]
    """Seconds between the tokens of all that ended in the last `seconds` (telemetry.gaps.GAP)."""
    active: Sequence[tuple[str, bool]]
    """Model and `streamed` of each request under way."""
    workers: Sequence[WorkerView]
    now: float
    """Simulated seconds since the start."""
    model: str | None = None
    code: int | None = None
    """The number of `model` in the columns; -1 where it was never asked for."""

    @classmethod
    def read(cls, simulator: Simulator) -> Reading:
        """As of now."""
        telemetry = simulator.services.telemetry
        window = telemetry.settings.window_seconds
        return cls(
            simulator,
            telemetry.totals().exchanges.cells(),
            telemetry.rows(window),
            telemetry.gaps(window),
            [(one.model, one.streamed) for one in tuple(telemetry.open)],
            simulator.services.cluster.workers(),
            telemetry.time.now(),
        )

    @property
    def seconds(self) -> float:
        """Simulated seconds that `rows` and `gaps` span."""
        return min(self.simulator.services.telemetry.settings.window_seconds, self.now)

    @cached_property
    def rows(self) -> Rows:
        """Those of `recent` that this is about."""
        return self.recent if self.code is None else self.recent[self.recent["model"] == self.code]

    @cached_property
    def gaps(self) -> NDArray[np.float64]:
        """Those of `recent_gaps` that this is about, in seconds."""
        of = slice(None) if self.code is None else self.recent_gaps["model"] == self.code
        seconds: NDArray[np.float64] = self.recent_gaps["seconds"][of]
        return seconds

    @cached_property
    def models(self) -> list[str]:
        """Models that were asked for, in the order in which they first were."""
        names = self.simulator.services.telemetry.models.names
        return [names[code] for code in dict.fromkeys(key.model for key in self.cells) if names[code]]

    @cached_property
    def _by_model(self) -> Mapping[int, Mapping[Exchanges, Sums]]:
        parts: dict[int, dict[Exchanges, Sums]] = {}
        for key, sums in self.cells.items():
            parts.setdefault(key.model, {})[key] = sums
        return parts

    def used(self, model: str) -> Reading:
        """The part that is about `model`. Raises ApiError 404 where it was never asked for."""
        if model not in self.models:
            known = nearest(model, self.models)
            raise ApiError(404, f"No request has used the model '{model}'{known}.", code="model_not_found")
        return self.of(model)

    def of(self, model: str) -> Reading:
        """The same, empty where it was never asked for."""
        names = self.simulator.services.telemetry.models.names
        code = names.index(model) if model in names else -1
        return replace(
            self,
            cells=self._by_model.get(code, {}),
            active=[one for one in self.active if one[0] == model],
            workers=[worker for worker in self.workers if worker.model == model],
            model=model,
            code=code,
        )
