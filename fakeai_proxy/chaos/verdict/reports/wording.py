"""How parts of the document are worded in every report."""

from __future__ import annotations

from .document import AttemptPart, FindingPart, RequestPart

NOBODYS = "(not injected)"


def fault_name(fault: str) -> str:
    """Failures that nobody injected have a name too."""
    return fault or NOBODYS


def sentence(finding: FindingPart) -> str:
    """`bad: hot_loop: asked again and again without a pause. 5 attempts, one every 0.004 s`."""
    return f"{finding.severity}: {finding.code}: {finding.title}. {finding.evidence}"


def took(request: RequestPart) -> float:
    """Seconds from its first attempt to the end of its last."""
    return max(0.0, request.attempts[-1].ended_at - request.attempts[0].at)


def went(attempt: AttemptPart) -> str:
    """`429 rate_limit_exceeded, complete`."""
    status = f"{attempt.status or 'no head'} {attempt.error}".strip()
    return ", ".join(each for each in (status, attempt.ended, attempt.flaw) if each)


def duration(seconds: float) -> str:
    """Of a length that a reader can take in: `4 ms`, `0.21 s`, `1 h 2 min`."""
    if seconds < 0.1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.2f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
