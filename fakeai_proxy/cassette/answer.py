"""What an answer is: the header by which a client is told.

x-fakeai-proxy: hit; cassette=chat.db; id=ab12cd34-0; profile=llm@1; ordinal=1; age=86400
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote

from fakeai_proxy.core.steps import Head, Headers, Step

NAME = "x-fakeai-proxy"
Kind = Literal["hit", "near", "miss", "live"]
"""hit: a recording of this request; near: of one much like it; miss: none; live: upstream answered."""


def mark(kind: Kind, cassette: str, *flags: str, **fields: object) -> Headers:
    """The header; fields that are None are left out, `flags` have no value."""
    told = {"cassette": quote(cassette, safe=" "), **fields}
    pairs = (f"{name}={value}" for name, value in told.items() if value is not None)
    return ((NAME, "; ".join((kind, *pairs, *flags))),)


class Marked:
    """A Transform that gives the head of a reply some more headers."""

    def __init__(self, headers: Headers) -> None:
        self._headers = headers

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            return (Head(step.status, step.headers + self._headers, step.reason),)
        return (step,)

    def close(self) -> None:
        """Nothing is kept."""
