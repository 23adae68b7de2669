"""What can be found about a client, and how bad it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .policy import SEVERITIES, Severity

CODES: Mapping[str, tuple[Severity, str]] = {
    "recovered": ("good", "a later attempt brought the whole answer"),
    "retried": ("good", "asked again after a failure that may pass"),
    "waited_as_told": ("good", "came back no sooner than Retry-After said"),
    "gave_up": ("good", "stopped asking where it was right to stop"),
    "fell_back": ("good", "asked another model or host"),
    "changed_request": ("good", "asked differently after an error that the same request gets again"),
    "noticed_truncation": ("good", "asked again after a reply that ended politely but was not whole"),
    "continued": ("good", "had the model go on from the text that came before the break"),
    "rejected_tool_call": ("good", "did not execute a tool call that must not be executed"),
    "redirect_without_credential": ("good", "followed a redirect to another host without its credential"),
    "withstood": ("good", "got its answer in spite of the fault"),
    "cannot_tell": ("unknown", "the wire does not show what the client made of it"),
    "asked_again": ("unknown", "asked the same again after a whole reply"),
    "no_retry": ("warn", "did not ask again after a failure that may pass"),
    "silence_after_truncation": ("warn", "did not ask again after a reply that was not whole"),
    "wasted_retry": ("warn", "asked again a few times where waiting cures nothing"),
    "retried_hopeless": ("bad", "sent again what cannot succeed"),
    "ignored_should_retry": ("bad", "asked again though x-should-retry said not to"),
    "ignored_retry_after": ("bad", "came back sooner than Retry-After said"),
    "hot_loop": ("bad", "asked again and again without a pause"),
    "retry_storm": ("bad", "asked too often"),
    "waited_excessively": ("bad", "was parked far longer than any user waits"),
    "accepted_truncation": ("bad", "went on with half a reply as if it were whole"),
    "executed_invalid_tool_call": ("bad", "executed a tool call that must not be executed"),
    "duplicate_side_effect": ("bad", "had something done twice"),
    "leaked_credential": ("bad", "sent its credential to the host of a redirect"),
}
"""Code -> severity and what it says."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the wire shows."""

    code: str
    evidence: str
    """With times and statuses; nothing of any body."""
    attempts: tuple[int, ...]
    """Numbers of the attempts that show it."""

    @property
    def severity(self) -> Severity:
        return CODES[self.code][0]

    @property
    def title(self) -> str:
        return CODES[self.code][1]


def worst(severities: list[Severity]) -> Severity:
    """The highest of `severities`; good where there is none."""
    return max(severities, key=SEVERITIES.index, default="good")
