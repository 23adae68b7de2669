"""Prompts that are harmful, as the moderation of the simulator sees it."""

from __future__ import annotations

from collections.abc import Mapping

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.dialects.written import Category
from fakeai_proxy.synth.moderation import scores
from fakeai_proxy.synth.moderation.settings import ModerationSettings

from .said import said

FLAGGED = (
    "Invalid prompt: your prompt was flagged as potentially violating our usage policy ({category}). "
    "Please try again with a different prompt."
)
FILTERED: Mapping[str, Category] = {
    "harassment": "hate",
    "hate": "hate",
    "sexual": "sexual",
    "self-harm": "self_harm",
    "illicit": "violence",
    "violence": "violence",
}
"""What a content filter calls a family of categories."""


def flagged(request: Request, settings: ModerationSettings) -> str | None:
    """The category of the highest score over its threshold; None where there is none, and to moderations."""
    if request.path.endswith("/moderations"):
        return None
    found = [
        (score, category)
        for text in said(request)
        for category, score in scores(text).items()
        if score >= settings.of(category)
    ]
    return max(found)[1] if found else None


def filtered(category: str) -> Category:
    """As a content filter has it."""
    return FILTERED[category.partition("/")[0]]
