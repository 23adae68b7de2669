"""From one delivery to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from fakeai_proxy.cassette.interaction import Chunk, Interaction
from fakeai_proxy.cassette.matching import Delivery
from fakeai_proxy.core.sse import DONE, Decoder, encode
from fakeai_proxy.core.steps import Headers

from .family import Family, Object, uncounted
from .table import family_of

BROKEN = 500
"""Of a whole answer in place of a stream in which an error came."""


class Timed(NamedTuple):
    """An event and when it was complete."""

    ns: int
    name: str
    value: Any
    """None: `[DONE]`, or no JSON."""


def crossed(interaction: Interaction, path: str, wanted: Delivery) -> Interaction | None:
    """`interaction` as the answer to a request for `wanted`; None where that cannot be told from it.

    A reply other than 200 is the same either way. Of a body as a stream all events are due when it was.
    """
    family = family_of(path)
    if interaction.status != 200:
        return interaction
    if family is None:
        return None
    streamed = interaction.kind == "sse"
    try:
        if streamed and wanted.stream:
            return interaction if wanted.usage else _recounted(interaction)
        if streamed:
            return _whole(interaction, family) if interaction.end == "complete" else None
        return _stream(interaction, family, wanted.usage) if wanted.stream else interaction
    except (ValueError, TypeError, AttributeError, KeyError):  # whatever upstream sent was of another shape
        return None


def _whole(interaction: Interaction, family: Family) -> Interaction | None:
    events = [event.value for event in _timed(interaction) if isinstance(event.value, dict)]
    error = next((event for event in events if event.get("error") and "choices" not in event), None)
    body, status = (error, BROKEN) if error else (family.whole(events), interaction.status)
    if body is None:
        return None
    return replace(
        interaction,
        kind="http",
        status=status,
        headers=_typed(interaction.headers, "application/json"),
        chunks=(Chunk(interaction.end_ns, to_json(body)),),
    )


def _stream(interaction: Interaction, family: Family, usage: bool) -> Interaction | None:
    body = from_json(b"".join(chunk.body for chunk in interaction.chunks))
    if not isinstance(body, dict):
        return None
    pieces = [encode(to_json(value), name) for name, value in family.events(body, usage)]
    if family.DONE:
        pieces.append(DONE)
    return replace(
        interaction,
        kind="sse",
        headers=_typed(interaction.headers, "text/event-stream; charset=utf-8"),
        chunks=tuple(Chunk(interaction.end_ns, piece) for piece in pieces),
    )


def _recounted(interaction: Interaction) -> Interaction:
    """Without the counts that nobody asked for."""
    return replace(interaction, chunks=tuple(_without_counts(interaction)))


def _without_counts(interaction: Interaction) -> Iterator[Chunk]:
    for ns, name, value in _timed(interaction):
        if not isinstance(value, dict):
            yield Chunk(ns, DONE)
        elif (event := uncounted(value)) is not None:
            yield Chunk(ns, encode(to_json(event), name))


def _timed(interaction: Interaction) -> Iterator[Timed]:
    decoder = Decoder()
    for ns, body in interaction.chunks:
        for event in decoder.feed(body):
            yield Timed(ns, event.name, _json(event.data))


def _json(data: str) -> Object | None:
    try:
        value = from_json(data)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _typed(headers: Headers, media: str) -> Headers:
    return tuple((name, media if name == "content-type" else value) for name, value in headers)
