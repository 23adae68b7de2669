"""How much of its core a server lost to others: milliseconds cannot be judged on a busy machine."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from benchmarks.servers.process import Server


def watch(server: Server) -> Callable[[], float]:
    """Call the result later: in percent of the time between, how long the server waited for its core."""
    start, waited = perf_counter(), server.waited()
    return lambda: 100 * (server.waited() - waited) / (perf_counter() - start)
