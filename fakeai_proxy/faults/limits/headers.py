"""How each provider tells its limits, and when to come back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from fakeai_proxy.core.bucket import Standing, Unit
from fakeai_proxy.core.durations import go_duration, http_date, rfc3339
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.faults.dialects import Provider
from fakeai_proxy.faults.http.answer import number

Form = Literal["provider", "seconds", "ms", "both", "date", "tokens", "none"]
RETRY = ("retry-after", "retry-after-ms", "x-rate-limit-reset-tokens")
"""All headers by which one is told when to come back."""


def limit_headers(provider: Provider, standings: Iterable[Standing], wall: float) -> Headers:
    """One group a limit; `wall` is now, in seconds of 1970."""
    return tuple(header for standing in standings for header in TOLD[provider](standing, wall))


def narrowest(standings: Iterable[Standing]) -> Iterable[Standing]:
    """Of each unit the one that is named first: headers have room for one."""
    first: dict[Unit, Standing] = {}
    for standing in standings:
        first.setdefault(standing.limit.unit, standing)
    return first.values()


def openai(standing: Standing, wall: float) -> Headers:
    """`x-ratelimit-reset-tokens: 6m0s`: when the limit is full again."""
    unit = standing.limit.unit
    return (
        (f"x-ratelimit-limit-{unit}", str(standing.limit.amount)),
        (f"x-ratelimit-remaining-{unit}", str(standing.remaining)),
        (f"x-ratelimit-reset-{unit}", go_duration(standing.reset)),
    )


def azure(standing: Standing, wall: float) -> Headers:
    """What is left, and neither limit nor reset."""
    return ((f"x-ratelimit-remaining-{standing.limit.unit}", str(standing.remaining)),)


def anthropic(standing: Standing, wall: float) -> Headers:
    """Resets as dates of RFC 3339; tokens are told twice, as all and as those of input."""
    names = ("tokens", "input-tokens") if standing.limit.unit == "tokens" else ("requests",)
    told = (
        ("limit", str(standing.limit.amount)),
        ("remaining", str(standing.remaining)),
        ("reset", rfc3339(math.ceil(wall + standing.reset))),
    )
    return tuple((f"anthropic-ratelimit-{name}-{key}", value) for name in names for key, value in told)


def nothing(standing: Standing, wall: float) -> Headers:
    """NVIDIA tells nothing."""
    return ()


TOLD: Mapping[Provider, Callable[[Standing, float], Headers]] = {
    "openai": openai,
    "azure": azure,
    "anthropic": anthropic,
    "nvidia": nothing,
    "nim": nothing,
}


def retry_headers(
    form: Form, seconds: float, wall: float, milliseconds: float | None = None
) -> Mapping[str, str | None]:
    """What takes the place of all RETRY headers: `seconds` from `wall`, in the form asked for.

    `provider` leaves them as the provider has them. `milliseconds` is what retry-after-ms says in place of
    `seconds`, where the form has it.
    """
    if form == "provider":
        return {}
    exact = number(seconds * 1000 if milliseconds is None else milliseconds)
    told: dict[Form, dict[str, str | None]] = {
        "seconds": {"retry-after": number(seconds)},
        "ms": {"retry-after-ms": exact},
        "both": {"retry-after": number(seconds), "retry-after-ms": exact},
        "date": {"retry-after": dated(wall + seconds) or number(seconds)},
        "tokens": {"x-rate-limit-reset-tokens": number(seconds)},
        "none": {},
    }
    return {**dict.fromkeys(RETRY), **told[form]}


def dated(wall: float) -> str | None:
    """As a date of HTTP; None beyond the calendar."""
    try:
        return http_date(wall)
    except (ValueError, OverflowError):
        return None
