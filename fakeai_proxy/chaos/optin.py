"""The request header `x-fakeai-fault`: a client asks for its own trouble, as far as the settings allow.

stream.cut
{"type": "stream.stall", "seconds": 5}
{"fault": ["stream.duplicate", "stream.cut"], "when": {"after_events": 3}, "percent": 50}
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import lru_cache
from threading import Lock
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import Ordinals
from fakeai_proxy.core.steps import Hold
from fakeai_proxy.faults import ConnectionFault

from .armed import RuleHit, Ruling
from .draw import drawn
from .given import Faults, When
from .limits import Limits
from .meeting import Meeting
from .safety import Safety
from .settings import HEADER, ChaosSettings
from .shots import SUBJECTS
from .weave import Part

LONGEST = 8_192
"""Characters of the header."""
KNOWN = 256
"""Different headers whose hits and memories are kept."""


class Asked(BaseModel):
    """What one request asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fault: Faults
    when: When | None = None
    percent: float = Field(default=100, ge=0, le=100)


class Known:
    """One header, and what its faults remember."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.hits = asked, 0
        self.parts = [Part(fault, asked.when) for fault in asked.fault]


class OptIn:
    """Decides on requests with the header, as an experiment does on others. Safe for threads."""

    name, mark, fails_open = "header", None, True

    def __init__(self, settings: ChaosSettings, seed: int) -> None:
        self.settings, self.seed, self.hold = settings, seed, Hold()
        self.limits = Limits(
            Safety(max_active=settings.max_active, max_share=settings.max_share or 1.0, max_duration=None),
            settings.allow_hosts,
        )
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._ordinals, self._lock = Ordinals(SUBJECTS), Lock()

    def rule(self, meeting: Meeting, text: str) -> Ruling:
        """What happens to `meeting`. Raises ApiError 400, or 403 for a fault that is not allowed."""
        asked = asked_for(text, self.settings)
        subjects = meeting.drawn_for, meeting.destination  # takes a while: not below the lock
        with self._lock:
            self.limits.matched += 1
            ordinal = self._ordinals.next(subjects[0])
            draw = drawn(self.seed, b"header", subjects[0], ordinal.to_bytes(8, "little"))
            ruling = Ruling("injected", "", (self._hit(text, asked),), draw, ordinal)
            if draw * 100 >= min(asked.percent, self.settings.header_percent):
                return replace(ruling, result="skipped", why="header_percent")
            if not self.settings.max_share:
                return replace(ruling, result="skipped", why="max_share")
            if why := self.limits.forbid(ruling, meeting):
                return replace(ruling, result="skipped", why=why)
            ruling.count()
            self.limits.injected += 1
            if self.settings.observe:
                return replace(ruling, result="observed")
            self.limits.active += 1
            return ruling

    def release(self) -> None:
        """A reply with a fault by header is over."""
        with self._lock:
            self.limits.active -= 1

    def _hit(self, text: str, asked: Asked) -> RuleHit:
        known = self._known.pop(text, None) or Known(asked)
        self._known[text] = known
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return RuleHit(self.name, known.hits, known.parts, known)


def without_header(request: Request) -> Request:
    """`request` as it goes on: nobody behind us reads what the client asked of us."""
    if not any(name == HEADER for name, _ in request.headers):
        return request
    return replace(request, headers=tuple(field for field in request.headers if field[0] != HEADER))


def asked_for(text: str, settings: ChaosSettings) -> Asked:
    """What `text` asks for. Raises ApiError 400, or 403 where the settings do not allow that fault."""
    try:
        asked = understood(text)
    except (SettingsError, ValidationError) as wrong:
        raise ApiError(400, f"{HEADER}: {reason(wrong)}", code="invalid_fault") from None
    for fault in asked.fault:
        if not any(fnmatchcase(fault.type, pattern) for pattern in settings.header_faults):
            allowed = ", ".join(settings.header_faults)
            why = f"{HEADER}: {fault.type} is not among chaos.header_faults ({allowed})"
            raise ApiError(403, why, code="fault_not_allowed")
    return asked


@lru_cache(KNOWN)
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
    if names_file(given):  # before anything is read of it
        raise SettingsError("a client cannot name a file; write an experiment")
    asked = Asked.model_validate(given if isinstance(given, dict) and "fault" in given else {"fault": given})
    for fault in asked.fault:
        if isinstance(fault, ConnectionFault):
            raise SettingsError(f"{fault.type} happens before there is a request; write an experiment")
    return asked


def names_file(given: Any) -> bool:
    """Whether a parameter `file` is anywhere in `given`."""
    if isinstance(given, dict):
        return "file" in given or any(map(names_file, given.values()))
    return isinstance(given, list) and any(map(names_file, given))


def reason(why: Exception) -> str:
    """The first thing wrong, with its place."""
    if not isinstance(why, ValidationError):
        return str(why)
    first = why.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
    return f"{place}: {first['msg'].removeprefix('Value error, ')}"
