"""What was decided about one request, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Result = Literal["injected", "observed", "missed", "skipped"]
"""observed: it would have been injected; missed: it matched, and no trigger hit; skipped: see `why`."""
Skip = Literal[
    "max_active",
    "max_share",
    "host",
    "no_header",
    "websocket",
    "failed",
    "header_percent",
]
"""Why a hit came to nothing: a limit, a host that is not allowed, the header that is required, no reply in
that sense, a failure of ours, the draw of a header."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One request that matched. No body and no credential is in it."""

    number: int
    at: float
    """Seconds since 1970-01-01 UTC."""
    experiment: str
    rule: str
    """The rules that hit, joined by +; "" where none did."""
    result: Result
    why: str
    """Of what was skipped."""
    faults: tuple[str, ...]
    draw: float | None
    """The number from 0 to 1 that was drawn; None where nothing was left to chance."""
    ordinal: int
    """How often the experiment had met the same request before."""
    attempt: int
    method: str
    host: str
    path: str
    model: str
    stream: bool
    fingerprint: str
    client: str
    """A hash."""
    scope: str
    asked: str = ""
    """`x-fakeai-fault`, where the request has it."""
