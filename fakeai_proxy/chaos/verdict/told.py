"""What a reply says about coming back, as a correct client reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from math import isfinite
from urllib.parse import urlsplit

from fakeai_proxy.core.steps import Head

from .attempt import Told

REDIRECTS = frozenset((301, 302, 303, 307, 308))
HOPELESS = {
    400: "the request is wrong",
    401: "the credential is wrong",
    402: "a payment is due",
    403: "it is forbidden",
    404: "there is no such thing",
    405: "there is no such method",
    410: "it is gone",
    413: "the request is too large",
    415: "the media type is not taken",
    422: "the request is wrong",
    431: "the headers are too large",
    451: "it is forbidden by law",
}
"""Statuses that the same request gets again, and why."""
QUOTA = "the quota is used up"
HOPELESS_429 = {
    "insufficient_quota": QUOTA,
    "credit_balance_exhausted": QUOTA,
    "billing_hard_limit_reached": QUOTA,
    "billing_not_active": QUOTA,
    "request_too_large": "the request never fits into the limit",
}
"""Errors behind a 429 that waiting does not cure (see `hearing.error_of`)."""
SHOULD_RETRY = {"true": True, "false": False}


def told_by(head: Head, wall: float, host: str) -> Told:
    """What `head` tells a client whose clock shows `wall` and who asked `host`."""
    headers = {name.lower(): value.strip() for name, value in reversed(head.headers)}
    seconds, by = next(_waits(headers, wall), (None, "")) if head.status >= 300 else (None, "")
    return Told(
        retry_after=seconds,
        by=by,
        precise=by != "retry-after (date)",
        should_retry=SHOULD_RETRY.get(headers.get("x-should-retry", "").lower()),
        redirect=redirect_of(headers.get("location", ""), host) if head.status in REDIRECTS else "",
    )


def _waits(headers: dict[str, str], wall: float) -> Iterator[tuple[float, str]]:
    """Milliseconds win over seconds, as in official clients; what is negative or no number says nothing."""
    for name, unit in (("retry-after-ms", 1e-3), ("retry-after", 1.0)):
        with suppress(ValueError):
            seconds = float(headers.get(name, "")) * unit
            if isfinite(seconds) and seconds >= 0:
                yield seconds, name
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        seconds = parsedate_to_datetime(headers.get("retry-after", "")).timestamp() - wall
        if seconds >= 0:
            yield seconds, "retry-after (date)"


def redirect_of(location: str, host: str) -> str:
    """The host that `location` leads to; `host` where it names none."""
    with suppress(ValueError):
        return urlsplit(location).hostname or host
    return host


def hopeless(status: int, error: str, told: Told) -> str:
    """Why the request cannot succeed if it is sent again as it is; "": it may."""
    if told.should_retry:
        return ""
    return HOPELESS_429.get(error, "") if status == 429 else HOPELESS.get(status, "")
