"""The flags by which recordings are chosen, shared by the commands that show some."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import rich_click as click

STATES = ("active", "disabled", "quarantined", "partial")
OPTIONS = (
    click.option("--model", metavar="NAME", help="Only of that model; * and ? stand for anything."),
    click.option("--path", metavar="PATH", help="Only of that path; likewise."),
    click.option("--host", metavar="HOST", help="Only to that host; likewise."),
    click.option("--state", type=click.Choice(STATES), help="Only those in that state."),
    click.option("--status", type=int, metavar="CODE", help="Only replies of that status."),
)


def choosing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `function` a first argument `chosen`."""

    @wraps(function)
    def call(
        model: str | None,
        path: str | None,
        host: str | None,
        state: str | None,
        status: int | None,
        **others: Any,
    ) -> Any:
        from fakeai_proxy.cassette.chosen import Chosen

        return function(Chosen(model, path, host, state, status), **others)

    for option in reversed(OPTIONS):
        call = option(call)
    return call
