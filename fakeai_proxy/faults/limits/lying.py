"""Headers of limits that are not true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.bucket import Limit, Standing
from fakeai_proxy.core.steps import Head
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.dialects import Provider
from fakeai_proxy.faults.http.answer import changed
from fakeai_proxy.faults.http.head import HeadEdit

from .headers import limit_headers

Mode = Literal["negative", "zero_reset", "past_reset", "exhausted", "nonsense"]
LIMITS = (Limit("requests", 500), Limit("tokens", 30_000))
HOUR, DAY = 3600.0, 86_400.0
LIES: Mapping[Mode, tuple[int, float]] = {
    "negative": (-1, 0),
    "zero_reset": (0, 0),
    "past_reset": (0, -HOUR),
    "exhausted": (0, DAY),
    "nonsense": (0, 0),
}
"""What is left, and in how many seconds it resets."""


class LyingHeaders(ReplyFault):
    """The rate-limit headers of the reply are wrong: for clients that pace themselves by them.

    In the form of Anthropic for its API, else in that of OpenAI.
    """

    type: Literal["limit.headers"] = "limit.headers"
    mode: Mode = Field(
        default="negative",
        description="negative: -1 is left; zero_reset: nothing left, and resets in no time; past_reset: it "
        "has reset an hour ago; exhausted: nothing is left for a day; nonsense: words in place of numbers.",
    )

    def start(self, hit: Hit) -> Transform:
        return HeadEdit(lambda head: self._lying(head, hit))

    def _lying(self, head: Head, hit: Hit) -> Head:
        remaining, reset = LIES[self.mode]
        standings = (Standing(limit, remaining, reset) for limit in LIMITS)
        form: Provider = "anthropic" if hit.dialect == "anthropic" else "openai"
        told = dict(limit_headers(form, standings, hit.clock.wall()))
        if self.mode == "nonsense":
            told = dict.fromkeys(told, "unlimited")
        return replace(head, headers=changed(head.headers, told))
