"""What one looks for in each request. A judgement says what the wire shows, and else that it cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fakeai_proxy.chaos.verdict.case import Case
from fakeai_proxy.chaos.verdict.findings import Finding

from .effects import done_twice, redirected
from .pace import hot_loop, told_when, waited_long
from .retries import came_back, gave_up, told_not_to, too_often
from .served import served
from .tools import tool_calls
from .truncation import truncated

Judgement = Callable[[Case], Iterable[Finding]]

JUDGEMENTS: tuple[Judgement, ...] = (
    came_back,
    gave_up,
    told_not_to,
    too_often,
    told_when,
    hot_loop,
    waited_long,
    truncated,
    tool_calls,
    done_twice,
    redirected,
    served,
)

__all__ = ["JUDGEMENTS", "Judgement"]
