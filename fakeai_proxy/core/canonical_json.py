"""One text for one JSON value."""

from __future__ import annotations

from json import JSONEncoder
from typing import Any

ENCODER = JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical_json(value: Any) -> bytes:
    """`value` with sorted keys and no spaces; array order is kept."""
    return ENCODER.encode(value).encode("utf-8", "surrogatepass")
