"""A bar on stderr while many recordings are looked at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tick = Callable[[], None]
MANY = 500
"""Recordings from which on there is a bar; fewer are done before anybody looks."""


@contextmanager
def progress(what: str, total: int | None = None, many: int = MANY) -> Iterator[Tick]:
    """Gives what is to be called once a recording. Nothing is shown where stderr is no terminal."""
    if not sys.stderr.isatty() or (total is not None and total < many):
        yield _nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from fakeai_proxy.cli.shown import console

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _nothing() -> None:
    """No bar to move."""
