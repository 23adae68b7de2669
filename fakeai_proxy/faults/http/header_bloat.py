"""Headers that clients choke on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Head, Headers
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault

from .head import HeadEdit

Mode = Literal["many", "long", "duplicate", "odd_case", "invalid_value", "invalid_name"]
LINE = 128
"""Bytes of one header of many."""
FRAMING = ("content-length", "transfer-encoding")


class HeaderBloat(ReplyFault):
    """Too many headers, one too long, twice the same, oddly written, or not valid at all."""

    type: Literal["http.header_bloat"] = "http.header_bloat"
    mode: Mode = Field(
        default="many",
        description="many and long add `size` bytes; duplicate repeats content-type with another value; "
        "odd_case writes names as cOnTeNt-TyPe (HTTP/2 has lower case alone); invalid_value adds bytes that "
        "are no UTF-8, invalid_name a name with a space.",
    )
    size: int = Field(default=65_536, ge=1, le=16 * 2**20, description="Bytes that are added.")

    def start(self, hit: Hit) -> Transform:
        edit = EDITS[self.mode]
        return HeadEdit(lambda head: replace(head, headers=edit(head, self.size)))


def many(head: Head, size: int) -> Headers:
    lines = -(-size // LINE)
    named = ((f"x-bloat-{index:06}", "") for index in range(lines))
    return (*head.headers, *((name, "x" * (LINE - len(f"{name}: \r\n"))) for name, _ in named))


def long(head: Head, size: int) -> Headers:
    return (*head.headers, ("x-bloat", "x" * size))


def duplicate(head: Head, size: int) -> Headers:
    return (*head.headers, ("content-type", "application/octet-stream"))


def odd_case(head: Head, size: int) -> Headers:
    return tuple((name if name in FRAMING else odd(name), value) for name, value in head.headers)


def odd(name: str) -> str:
    """`cOnTeNt-TyPe`."""
    return "".join(letter.upper() if index % 2 else letter for index, letter in enumerate(name.lower()))


def invalid_value(head: Head, size: int) -> Headers:
    return (*head.headers, ("x-bloat", b"\xff\xfe caf\xe9".decode("utf-8", "surrogateescape")))


def invalid_name(head: Head, size: int) -> Headers:
    return (*head.headers, ("x bloat", "1"))


EDITS: Mapping[Mode, Callable[[Head, int], Headers]] = {
    "many": many,
    "long": long,
    "duplicate": duplicate,
    "odd_case": odd_case,
    "invalid_value": invalid_value,
    "invalid_name": invalid_name,
}
