"""One line of the table of routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakeai_proxy.core.exchange import Answer
from fakeai_proxy.core.lazy import load

if TYPE_CHECKING:
    from fakeai_proxy.wire.base import RequestModel

    from .context import Context

WIRE = "fakeai_proxy.wire"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation; `path` may hold `{names}`. What it needs is imported when it is asked for."""

    method: str
    path: str
    reads: str | None
    """Module and name, in `wire`, of what its body is read as; None: there is no body."""
    where: str
    """Module and name of its handler, in this room."""
    keyless: bool = False
    """Nobody is asked for an API key, as by servers that people run themselves."""
    slow: bool = False
    """Its handler works longer than others can wait, so it is called in a thread."""

    @property
    def model(self) -> type[RequestModel] | None:
        """What the body is read as."""
        return load(WIRE, self.reads) if self.reads else None

    @property
    def handler(self) -> Callable[[Any, Context], Answer]:
        """Called with the body, as it was read. Raises ApiError."""
        found: Callable[[Any, Context], Answer] = load(__package__, self.where)
        return found
