"""One core for the server under test, another for the client that drives it, where the system can pin."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def cores() -> tuple[int, ...]:
    """The cores this process may use; empty where the system does not tell (macOS, Windows)."""
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()


SEATS = cores()
"""Read once, before anything is pinned."""


@contextmanager
def on(core: int | None) -> Iterator[None]:
    """This thread, and the processes it starts meanwhile, on `core` alone; None pins nothing."""
    if core is None:
        yield
        return
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, SEATS)


def server_core() -> int | None:
    return SEATS[0] if len(SEATS) > 1 else None


def free_children(pid: int) -> None:
    """Let the processes that process `pid` has started use every core. Linux only; elsewhere they do."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            os.sched_setaffinity(child, SEATS)


def client_core() -> int | None:
    return SEATS[-1] if len(SEATS) > 1 else None
