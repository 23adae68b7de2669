"""A run whose times are written down, for replies that wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.steps import Wait


class Planned:
    """The k-th token is due after the k-th of `waits`, in seconds; none: instant."""

    def __init__(self, *waits: float) -> None:
        self.instant, self.cached_tokens, self.elapsed, self.closed = not waits, 0, 0.0, 0
        self.job = SimpleNamespace(output_tokens=len(waits))
        self._left, self._gaps = list(waits), list[float]()

    def token(self) -> Iterator[Wait]:
        if self._left:
            seconds = self._left.pop(0)
            self.elapsed += seconds
            self._gaps.append(seconds)
            yield Wait(seconds)

    def finish(self) -> Iterator[Wait]:
        while self._left:
            yield from self.token()

    def itls(self) -> NDArray[np.float64]:
        return np.array(self._gaps[1:])

    def close(self) -> None:
        self.closed += 1


def planned(*waits: float) -> Any:
    """As a `Run`, of which replies ask no more."""
    return Planned(*waits)
