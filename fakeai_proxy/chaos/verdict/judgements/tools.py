"""What the client made of tool calls that must not be executed."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.chaos.verdict.attempt import Attempt, ToolCall
from fakeai_proxy.chaos.verdict.case import Case
from fakeai_proxy.chaos.verdict.findings import Finding

from .words import numbers


def tool_calls(case: Case) -> Iterator[Finding]:
    """Of each invalid call: a result, the word that it failed, another attempt, or nothing."""
    attempts = case.request.attempts
    for index, attempt in enumerate(attempts):
        for call in attempt.heard.calls:
            if call.problem and attempt.ended != "open":
                yield from judged(case, attempt, call, attempts[index + 1 :])


def judged(case: Case, attempt: Attempt, call: ToolCall, rest: tuple[Attempt, ...]) -> Iterator[Finding]:
    what = f"#{attempt.number} calls '{call.name}' ({call.id or 'no id'}) with {call.problem}"
    answers = [
        (other, result)
        for other in case.later.answering(attempt, call.id)
        for result in other.asked.results
        if result.id == call.id and not any(call.id in ids(later) for later in rest if later.at < other.at)
    ]
    executed = next((other for other, result in answers if not result.reports_error), None)
    if executed:
        shown = f"{what}; #{executed.number} brings a result"
        yield Finding("executed_invalid_tool_call", shown, numbers((attempt, executed)))
    elif answers or rest:
        other = answers[0][0] if answers else rest[0]
        shown = f"{what}; #{other.number} {'tells the model so' if answers else 'asks again'}"
        yield Finding("rejected_tool_call", shown, numbers((attempt, other)))
    elif attempt.usable:
        yield Finding("cannot_tell", f"{what}; no later request tells of it", numbers((attempt,)))


def ids(attempt: Attempt) -> set[str]:
    """Of its tool calls: a provider may use one again, and then a result is that of the later call."""
    return {call.id for call in attempt.heard.calls}
