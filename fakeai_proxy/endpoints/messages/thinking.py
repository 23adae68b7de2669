"""How hard a model is told to think, and whether its thoughts are shown."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.endpoints.sampling import Thinking
from fakeai_proxy.synth import Effort
from fakeai_proxy.wire.anthropic import CountRequest

BUDGETS: tuple[tuple[int, Effort], ...] = (
    (2048, "low"),
    (8192, "medium"),
    (16_384, "high"),
    (32_768, "xhigh"),
)
"""Effort that nearly always does with less than so many tokens, and half of that."""


def effort_of(body: CountRequest) -> Effort:
    """`none` unless it is told to think."""
    thinking = body.thinking or {"type": "disabled"}
    match thinking["type"]:
        case "disabled":
            return "none"
        case "enabled":
            budget = thinking["budget_tokens"]
            return next((effort for most, effort in BUDGETS if budget < most), "max")
    given: Effort | None = (body.output_config or {}).get("effort")
    return given or "high"


def thinking_of(body: CountRequest) -> Thinking | None:
    """None where there is none."""
    effort = effort_of(body)
    return None if effort == "none" else Thinking(effort, shown=not omits(body))


def omits(body: CountRequest) -> bool:
    """Are thoughts kept back, but for what vouches for them?"""
    thinking: Any = body.thinking or {}
    return bool(thinking.get("display") == "omitted")
