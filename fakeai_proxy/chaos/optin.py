"""The request header `x-fakeai-fault`: a client asks for its own trouble, as far as the settings allow.

stream.cut
{"type": "stream.stall", "seconds": 5}
{"fault": ["latency.fixed", "stream.cut"], "when": {"after_events": 3}, "percent": 50}
"""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults import ConnectionFault

from .given import Faults, When
from .settings import HEADER, ChaosSettings

LONGEST = 8_192
"""Characters of it."""


class Asked(BaseModel):
    """What one request asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fault: Faults
    when: When | None = None
    percent: float = Field(default=100, ge=0, le=100)


def without_header(request: Request) -> Request:
    """`request` as it goes on: nobody behind us reads what the client asked of us."""
    if not any(name == HEADER for name, _ in request.headers):
        return request
    return replace(request, headers=tuple(field for field in request.headers if field[0] != HEADER))


def asked_for(text: str, settings: ChaosSettings) -> Asked:
    """What `text` asks for. Raises ApiError 400, or 403 where the settings do not allow that fault."""
    try:
        asked = understood(text)
    except (SettingsError, ValidationError) as why:
        raise ApiError(400, f"{HEADER}: {reason(why)}", code="invalid_fault") from None
    for fault in asked.fault:
        if not any(fnmatchcase(fault.type, pattern) for pattern in settings.header_faults):
            allowed = ", ".join(settings.header_faults)
            why = f"{HEADER}: {fault.type} is not among chaos.header_faults ({allowed})"
            raise ApiError(403, why, code="fault_not_allowed")
    return asked


@lru_cache(256)
def understood(text: str) -> Asked:
    """Raises SettingsError or pydantic's ValidationError."""
    if len(text) > LONGEST:
        raise SettingsError(f"longer than {LONGEST} characters")
    given: Any = text.strip()
    if given.startswith(("{", "[", '"')):
        try:
            given = from_json(given)
        except ValueError as wrong:
            raise SettingsError(f"not valid JSON ({wrong})") from None
    asked = Asked.model_validate(given if isinstance(given, dict) and "fault" in given else {"fault": given})
    for fault in asked.fault:
        if isinstance(fault, ConnectionFault):
            raise SettingsError(f"{fault.type} happens before there is a request; write an experiment")
    return asked


def reason(why: Exception) -> str:
    """The first thing wrong, with its place."""
    if not isinstance(why, ValidationError):
        return str(why)
    first = why.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
    return f"{place}: {first['msg'].removeprefix('Value error, ')}"
