"""What the whole answer and every event of its stream repeat."""

from __future__ import annotations

from typing import NamedTuple

from fakeai_proxy.catalog import Model

from .context import Context


class Stamp(NamedTuple):
    """Name, date and maker of an answer."""

    id: str
    created: int
    model: str
    """The dated snapshot."""
    system_fingerprint: str | None


def stamped(prefix: str, model: Model, context: Context) -> Stamp:
    """The stamp of an answer of `model`; `prefix` is that of its id."""
    return Stamp(
        prefix + context.identity.suffix,
        context.created,
        model.snapshot or model.id,
        model.system_fingerprint,
    )
