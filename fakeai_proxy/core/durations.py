"""Points and spans of time as headers of rate limits write them."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import formatdate


def go_duration(seconds: float) -> str:
    """`120ms`, `18.642s`, `6m0s`, `24h0m0s`, `-1s`: time.Duration.String of Go, to the millisecond.

    Rounded up, so that who waits as told has waited long enough.
    """
    milliseconds = math.ceil(round(seconds * 1000, 6))
    sign, milliseconds = "-" * (milliseconds < 0), abs(milliseconds)
    if milliseconds < 1000:
        return f"{sign}{milliseconds}ms" if milliseconds else "0s"
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    text = f"{rest / 1000:.3f}".rstrip("0").rstrip(".") + "s"
    if hours:
        return f"{sign}{hours}h{minutes}m{text}"
    return f"{sign}{minutes}m{text}" if minutes else sign + text


def rfc3339(wall: float) -> str:
    """`2026-11-21T21:10:05Z`, as Anthropic writes the moment at which a limit resets."""
    return datetime.fromtimestamp(wall, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def http_date(wall: float) -> str:
    """`Sat, 21 Nov 2026 21:10:05 GMT` (RFC 9110, section 5.6.7)."""
    return formatdate(wall, usegmt=True)
