"""JSON values that print to the very bytes they were read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from json import JSONDecoder, JSONEncoder
from typing import Any

DENSE = (",", ":")
STYLES: Mapping[str, Callable[[Any], str]] = {
    "compact": JSONEncoder(ensure_ascii=False, separators=DENSE).encode,
    "compact ascii": JSONEncoder(separators=DENSE).encode,
    "spaced": JSONEncoder(ensure_ascii=False).encode,
    "spaced ascii": JSONEncoder().encode,
    "indented": JSONEncoder(ensure_ascii=False, indent=2).encode,
    "indented ascii": JSONEncoder(indent=2).encode,
}
"""What clients and servers print, by name: the most frequent first."""
DEPTH = 64
"""Deeper nesting stays text: how deep Python reads depends on its version."""


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


DECODER = JSONDecoder(parse_constant=_refuse)


def parsed(text: bytes) -> Any:
    """The value. Raises ValueError where it is no JSON, or none that would print alike."""
    try:
        value = DECODER.decode(text.decode())
    except RecursionError:
        raise ValueError("is nested too deep") from None
    if text.count(b"{") + text.count(b"[") > DEPTH and not _shallow(value, DEPTH):
        raise ValueError("is nested too deep")
    return value


def printed(value: Any, style: str) -> bytes:
    """In one of STYLES; halves of surrogate pairs stay what they are."""
    return STYLES[style](value).encode("utf-8", "surrogatepass")


def style_of(value: Any, text: bytes) -> str | None:
    """The style in which `value` prints to `text`; None where none does."""
    return next((style for style in STYLES if printed(value, style) == text), None)


def _shallow(value: Any, depth: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_shallow(one, depth - 1) for one in inner)
