"""Compares a recorded reply with another to the same request."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fakeai_proxy.cassette.recording import Answered

from .amounts import counts, latency
from .difference import Difference
from .head import headers, same_class, status
from .schema import schema
from .stream import stream
from .texts import texts
from .tools import tools

Comparison = Callable[[Answered, Answered], Iterator[Difference]]
HEADS: tuple[Comparison, ...] = (status, headers)
BODIES: tuple[Comparison, ...] = (schema, stream, tools, counts, texts)
"""Only where both replies have a status of one class: a failure says nothing like a success."""


def compare(recorded: Answered, live: Answered) -> tuple[Difference, ...]:
    """What differs, from `recorded` to `live`; both decoded and without secrets.

    Linear in both bodies, but for texts, of which the beginning is compared.
    """
    comparisons = HEADS
    if same_class(recorded, live):
        comparisons += (latency,) if _same_body(recorded, live) else (*BODIES, latency)
    return tuple(difference for each in comparisons for difference in each(recorded, live))


def _same_body(recorded: Answered, live: Answered) -> bool:
    """How it was cut into pieces does not count."""
    return (recorded.kind, recorded.body) == (live.kind, live.body) and recorded.kind != "ws"
