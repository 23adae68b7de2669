"""A provider whose clock is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.durations import http_date, rfc3339
from fakeai_proxy.core.steps import Head
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault

from .head import HeadEdit, with_header


class ClockSkew(ReplyFault):
    """All moments in the headers (Date, a Retry-After that is a date, resets of rate limits) are off."""

    type: Literal["http.clock_skew"] = "http.clock_skew"
    seconds: float = Field(
        default=300, ge=-1e9, le=1e9, allow_inf_nan=False, description="How far ahead; negative is behind."
    )

    def start(self, hit: Hit) -> Transform:
        return HeadEdit(lambda head: self._edited(head, hit.clock.wall()))

    def _edited(self, head: Head, wall: float) -> Head:
        shifted = tuple((name, moved(value, self.seconds)) for name, value in head.headers)
        if any(name.lower() == "date" for name, _ in head.headers):
            return replace(head, headers=shifted)
        return with_header(replace(head, headers=shifted), "date", http_date(wall + self.seconds))


def moved(value: str, seconds: float) -> str:
    """`value` later by `seconds` where it is a date of HTTP or of RFC 3339; all others as they are."""
    for read, write in ((parsedate_to_datetime, http_date), (datetime.fromisoformat, rfc3339)):
        try:
            moment = read(value) if "T" in value or "," in value else None
            if moment and moment.tzinfo:
                return write(moment.timestamp() + seconds)
        except (ValueError, OverflowError):
            continue
    return value
