"""What failures and faults cost."""

from __future__ import annotations

from .logical import Logical


def latency_added(request: Logical) -> float:
    """Seconds from the first attempt to the one that brought the answer, and those that faults held that up.

    Of a request without an answer, all of its time.
    """
    first, last = request.first, request.last
    return last.at - first.at + last.delay if last.usable else last.ended_at - first.at


def tokens_lost(request: Logical) -> int:
    """Tokens that upstream made, and bills, for replies that did not reach the client as whole answers."""
    return sum(attempt.upstream_tokens for attempt in request.attempts if not attempt.usable)
