"""Events that no parser of JSON, or of text, can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.events import WireEvent
from fakeai_proxy.faults.when import When

from .picking import OfEvents, Picking

Damage = Literal["truncated", "text", "empty", "comma", "quotes", "utf8"]
SAID = re.compile(rb'"(?:content|text|delta|partial_json|arguments)": ?"')
ANY = re.compile(rb'": ?"|\Z')
"""Where a text begins: one of the answer, or any."""
WORDS = b"upstream connect error or disconnect/reset before headers"


class Malformed(OfEvents):
    r"""The data of an event is broken.

    - cut off: `{type: stream.malformed}`, as if a proxy in between had lost a part
    - not JSON at all: `{type: stream.malformed, damage: text}`
    - nothing after `data:`: `{type: stream.malformed, damage: empty}`
    - JSON that is not strict: `damage: comma`, `damage: quotes`
    - a byte that is no UTF-8: `{type: stream.malformed, damage: utf8, kind: output}`
    """

    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["stream.malformed"] = "stream.malformed"
    damage: Damage = Field(
        default="truncated",
        description="Half of the data (truncated), words (text), none (empty), a comma too many (comma), "
        "single quotes (quotes), or a byte ff in a text (utf8).",
    )
    count: int | None = Field(default=1, ge=1, description=OfEvents.model_fields["count"].description)

    def start(self, hit: Hit) -> Transform:
        return Breaking(self)


class Breaking(Picking):
    def __init__(self, fault: Malformed) -> None:
        super().__init__(fault)
        self._broken = BROKEN[fault.damage]

    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return (event.saying(self._broken(event.data.encode("utf-8", "surrogatepass"))),)


def with_bad_byte(data: bytes) -> bytes:
    """`data` with a byte that never occurs in UTF-8 at the start of the text it says."""
    place = SAID.search(data) or ANY.search(data)
    at = place.end() if place else len(data)
    return data[:at] + b"\xff" + data[at:]


BROKEN: Mapping[Damage, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "text": lambda data: WORDS,
    "empty": lambda data: b"",
    "comma": lambda data: data[:-1] + b"," + data[-1:],
    "quotes": lambda data: data.replace(b'"', b"'"),
    "utf8": with_bad_byte,
}
