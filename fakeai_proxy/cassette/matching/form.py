"""A request in the form that a profile gives it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from fakeai_proxy.cassette.canonical import KEY_BYTES, Canonical

from .delivery import WHOLE, Delivery


@dataclass(frozen=True, slots=True)
class Form:
    """What counts of a request."""

    of: Canonical
    value: Any
    """The body as JSON; None where it is none."""
    body: bytes
    """The same as bytes: canonical JSON, or what `Canonical` makes of any other body."""
    delivery: Delivery = WHOLE
    asks_model: bool = False
    """A model is asked: `value` is an object with messages, input or a prompt."""

    def key(self, delivery: Delivery | None = None) -> bytes:
        """16 bytes; by another `delivery` those of the same request that asks for that one."""
        told = (delivery or self.delivery).name if self.asks_model else ""
        line = f"llm@1 {self.of.method} {self.of.path}?{self.of.query} {self.of.form} {told}\n"
        name = blake2b(line.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES)
        name.update(self.body)
        return name.digest()
