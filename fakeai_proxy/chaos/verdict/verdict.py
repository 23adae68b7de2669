"""What a client made of the faults it met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .findings import Finding
from .logical import Logical
from .policy import Policy, Severity

Outcome = Literal["passed", "failed", "untested"]
"""`untested`: no request met a fault or failed by itself."""
EXIT_CODES: dict[Outcome, int] = {"passed": 0, "failed": 1, "untested": 3}


@dataclass(frozen=True, slots=True)
class Judged:
    """One logical request: its attempts and what is found about them."""

    request: Logical
    findings: tuple[Finding, ...]
    worst: Severity
    latency_added: float
    """Seconds that the client lost to failures and faults, as far as they are seen."""
    tokens_lost: int
    """Spent upstream on answers of which the client never got the whole."""


@dataclass(frozen=True, slots=True)
class FaultVerdict:
    """What is found about all requests that met one fault."""

    fault: str
    """"" for failures that nobody injected."""
    injected: int
    """Attempts that met it."""
    requests: int
    recovered: int
    worst: Severity
    findings: dict[str, int]
    """By code."""
    latency_added: float
    tokens_lost: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that the reports show."""

    outcome: Outcome
    policy: Policy
    requests: tuple[Judged, ...]
    """Those that met a fault or failed, in order of arrival."""
    faults: tuple[FaultVerdict, ...]
    untouched: int
    """Requests that met no fault and got their answer at once."""
    attempts: int
    forgotten: int
    since: float
    """When one began to look."""
    seconds: float
    """How long one has looked."""

    @property
    def exit_code(self) -> int:
        """0, 1, or 3 where nothing was tested."""
        return EXIT_CODES[self.outcome]
