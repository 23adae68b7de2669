"""Numbers and tables as commands show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

PIPED = 200
"""Characters of a line where it goes to no terminal: no name is cut short."""


def console(stderr: bool = False) -> Console:
    """Of the standard output, or of the standard error."""
    from rich.console import Console

    shown = Console(highlight=False, stderr=stderr)
    return shown if shown.is_terminal else Console(highlight=False, width=PIPED, stderr=stderr)


def number(value: float | None) -> str:
    """Whole numbers with thousands apart, others with three digits that count; `-` for what is not known."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


def milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:,.1f}"


def percent(share: float) -> str:
    return f"{share:.1%}"
