"""Which of two forms a client would rather read (RFC 9110, section 12.5.1)."""

from __future__ import annotations

PROMETHEUS = ("text/plain", "application/openmetrics-text")


def prefers_text(accept: str) -> bool:
    """Whether `accept` gives a text format of Prometheus more weight than JSON. `*/*` names neither."""
    weights = dict(map(weighed, accept.lower().split(",")))
    return max(weights.get(kind, 0.0) for kind in PROMETHEUS) > weights.get("application/json", 0.0)


def weighed(part: str) -> tuple[str, float]:
    """A media type and its weight; 0 where that is no number."""
    kind, *parameters = (piece.strip() for piece in part.split(";"))
    weight = next((value for value in parameters if value.startswith("q=")), "q=1")
    try:
        return kind, float(weight.removeprefix("q="))
    except ValueError:
        return kind, 0.0
