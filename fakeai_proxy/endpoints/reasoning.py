"""Which models think before they answer, how hard, and who may read it."""

from __future__ import annotations

from fnmatch import fnmatchcase

from fakeai_proxy.catalog import Model
from fakeai_proxy.synth import Effort
from fakeai_proxy.wire.chat import ChatRequest

from .sampling import Thinking
from .support import is_hosted

UNASKED: tuple[tuple[str, Effort], ...] = (
    ("gpt-5.[1-9]*", "none"),
    ("*claude-*", "none"),
    ("*deepseek-v3*", "none"),
    ("*nemotron*", "none"),
    ("*", "medium"),
)
"""What a reasoning model does that is not told: the first pattern that its id matches."""
UNSEEN = ("*claude-*", "*gemini-*")
"""Ids of models whose makers keep to themselves what they think; OpenAI's own do so too."""
ASKED: Effort = "medium"
"""What one does that is told to think, and not how hard."""
UNIT = 64
"""OpenAI counts reasoning tokens in multiples of so many."""


def thinking_of(body: ChatRequest, model: Model) -> Thinking | None:
    """How `model` thinks before it answers `body`; None where it never does."""
    if not model.reasoning:
        return None
    effort, hosted = effort_of(body, model.id), is_hosted(model)
    shown = not hosted and not any(fnmatchcase(model.id.lower(), pattern) for pattern in UNSEEN)
    return Thinking(effort, shown, UNIT if hosted else 1)


def effort_of(body: ChatRequest, id: str) -> Effort:
    """As `reasoning_effort` says; else as the switches of open models do; else as the model is wont to."""
    if body.reasoning_effort is not None:
        return body.reasoning_effort
    unasked = next(effort for pattern, effort in UNASKED if fnmatchcase(id.lower(), pattern))
    switch = switched(body)
    if switch is None:
        return unasked
    return "none" if not switch else ASKED if unasked == "none" else unasked


def switched(body: ChatRequest) -> bool | None:
    """Is reasoning switched on or off? None: neither."""
    options = body.chat_template_kwargs or {}
    for value in (options.get("enable_thinking"), options.get("thinking"), body.thinking):
        if isinstance(value, dict):
            return value.get("type") != "disabled"
        if isinstance(value, bool):
            return value
    return None
