"""What a record costs: line by line, at the prices of the catalog."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fakeai_proxy.catalog.architecture import Price
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.telemetry.cost import MILLION

from .records import Record
from .unit_prices import CHARACTER, CODE_SESSION, FILE_SEARCH, IMAGE, SECOND, WEB_SEARCH

BATCH = 0.5
"""What a batch costs where the catalog has no price of its own for it, as a share."""


class Charge(NamedTuple):
    """One line of a bill."""

    item: str
    quantity: float
    unit: str
    dollars: float

    def plus(self, other: Charge) -> Charge:
        """Both on one line."""
        return self._replace(quantity=self.quantity + other.quantity, dollars=self.dollars + other.dollars)


def charges(record: Record, context: Context) -> Iterator[Charge]:
    """All that is charged for `record` and has a price."""
    model = context.services.catalog.find(record.id)
    yield from of_units(record)
    if model is not None and model.price is not None:
        yield from of_tokens(record, model.price)
    yield from of_tools(record)


def of_tokens(record: Record, price: Price) -> Iterator[Charge]:
    amounts, name, batch = record.amounts, record.facts["model"], record.facts["batch"]
    fresh = amounts.prompt_tokens - amounts.cached_tokens
    read = batched(price.input, price.batch_input, batch)
    cached = read if batch or price.cached_input is None else price.cached_input
    wrote = batched(price.output, price.batch_output, batch)
    lines = (
        ("input_tokens", fresh, read),
        ("cached_input_tokens", amounts.cached_tokens, cached),
        ("output_tokens", amounts.completion_tokens, wrote),
    )
    for item, quantity, rate in lines:
        if quantity:
            yield Charge(f"{name}, {item}", quantity, "tokens", quantity * rate / MILLION)


def batched(rate: float, own: float | None, batch: bool) -> float:
    """Dollars for a million tokens."""
    if not batch:
        return rate
    return rate * BATCH if own is None else own


def of_units(record: Record) -> Iterator[Charge]:
    amounts, name = record.amounts, record.facts["model"]
    if (characters := amounts.characters) and (rate := CHARACTER.get(record.id)):
        yield Charge(f"{name}, characters", characters, "characters", characters * rate)
    if (seconds := amounts.audio_seconds) and (rate := SECOND.get(record.id)):
        yield Charge(f"{name}, duration", seconds, "duration_seconds", seconds * rate)
    if (images := amounts.images) and (rate := IMAGE.get((record.id, record.facts["size"]))):
        yield Charge(f"{name}, images", images, "images", images * rate)


def of_tools(record: Record) -> Iterator[Charge]:
    lines = (
        ("web search tool calls", record.amounts.web_searches, WEB_SEARCH),
        ("file search tool calls", record.amounts.file_searches, FILE_SEARCH),
        ("code interpreter sessions", record.amounts.code_sessions, CODE_SESSION),
    )
    for item, quantity, rate in lines:
        if quantity:
            yield Charge(item, quantity, "calls", quantity * rate)
