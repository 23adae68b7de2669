"""A request without a recording, and the reply that says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.steps import Headers, Reply

from .nearest import Nearest

STATUS = 404
"""SDKs and HTTP clients retry 408, 409, 429 and 5xx; nobody retries this one."""
MARKS: Headers = (("x-should-retry", "false"), ("x-fakeai-proxy", "miss"))
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Miss:
    """Nothing (more) to replay. `explain` searches the cassette, so only when somebody is told."""

    verdict: str
    """`never_recorded`, or `consumed n/n` when every recording of the request has been replayed."""
    asked: str
    """Method and path."""
    cassette: str
    """Its file name."""
    explain: Callable[[], Nearest | None] = field(compare=False, repr=False)


def miss_reply(miss: Miss, host: str) -> Reply:
    """404 in the dialect of `host`, never to be retried."""
    return error_reply(ApiError(STATUS, message(miss), code="recording_not_found"), host, MARKS)


def message(miss: Miss) -> str:
    """One paragraph; texts of the request appear redacted and shortened."""
    start = f"No recording of {miss.asked} in cassette {miss.cassette} ({miss.verdict})."
    if miss.verdict != "never_recorded":
        return f"{start} Every recording of this request has been replayed; record it once more."
    found = miss.explain()
    if found is None:
        return f"{start} The cassette is empty."
    more = len(found.differences) - SHOWN
    listed = "; ".join(map(str, found.differences[:SHOWN])) + (f"; and {more} more" if more > 0 else "")
    return f"{start} Nearest is {found.uid} ({found.method} {found.path}), which differs at {listed}."
