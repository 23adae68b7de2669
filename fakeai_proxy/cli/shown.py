"""Numbers as tables show them."""

from __future__ import annotations


def number(value: float | None) -> str:
    """Whole numbers with thousands apart, others with three digits that count; `-` for what is not known."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


def milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:,.1f}"


def percent(share: float) -> str:
    return f"{share:.1%}"
