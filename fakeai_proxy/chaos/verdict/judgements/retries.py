"""Whether the client asked again, and whether it should have."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.chaos.verdict.attempt import Attempt
from fakeai_proxy.chaos.verdict.case import Case
from fakeai_proxy.chaos.verdict.findings import Finding
from fakeai_proxy.chaos.verdict.logical import relation

from .words import how, listed, numbers, seconds

FEW = 3
"""Attempts that official clients make where a 429 hides that waiting cures nothing."""


def came_back(case: Case) -> Iterator[Finding]:
    """Retries, whether they helped, and attempts that were not the same."""
    request = case.request
    for before, after in request.steps():
        pair = numbers((before, after))
        kind = relation(before, after)
        if kind in ("model", "host"):
            where = after.asked.model if kind == "model" else after.asked.host
            yield Finding("fell_back", f"#{before.number} ({how(before)}), then {kind} {where}", pair)
        elif kind == "changed":
            yield Finding("changed_request", f"#{before.number} ({how(before)}), then another body", pair)
        elif kind == "retry" and before.usable:
            yield Finding("asked_again", f"#{before.number} was whole, #{after.number} asks the same", pair)
    tried = retries(case)
    if tried:
        gaps = ", ".join(seconds(after.at - before.ended_at) for before, after in tried[:8])
        yield Finding("retried", f"{len(tried)} times, after {gaps}", numbers(after for _, after in tried))
    if request.recovered and any(not attempt.usable for attempt in request.attempts[:-1]):
        yield Finding("recovered", listed(request.attempts), numbers(request.attempts))


def retries(case: Case) -> list[tuple[Attempt, Attempt]]:
    """Failed attempts that may pass, each with the same request again."""
    return [
        (before, after)
        for before, after in case.request.steps()
        if not before.usable and not before.told.hopeless and relation(before, after) == "retry"
    ]


def gave_up(case: Case) -> Iterator[Finding]:
    """What the client made of the last attempt, if that failed."""
    request, last = case.request, case.request.last
    if last.usable or last.told.redirect or last.ended == "unfinished" or used(case, last):
        return
    shown = listed(request.attempts)
    if not case.settled:
        yield Finding("cannot_tell", f"{shown}: it may still come back", numbers((last,)))
    elif last.ended == "left":
        yield Finding("cannot_tell", f"{shown}: it left by itself, and perhaps meant to", numbers((last,)))
    elif may_stop(case, last) or len(request.attempts) > 1:
        yield Finding("gave_up", shown, numbers(request.attempts))
    else:
        yield Finding("no_retry", shown, numbers((last,)))


def may_stop(case: Case, last: Attempt) -> bool:
    """It is right not to ask again after `last`."""
    told = last.told
    excessive = (told.retry_after or 0.0) > case.policy.max_wait_s
    return bool(told.hopeless) or told.should_retry is False or excessive


def used(case: Case, last: Attempt) -> bool:
    """The client made use of what came before the break (see `truncation`)."""
    return last.ended == "cut" and bool(case.later.saying(last))


def told_not_to(case: Case) -> Iterator[Finding]:
    """Retries of what cannot succeed, or against the word of the server."""
    same = [(one, other) for one, other in case.request.steps() if relation(one, other) == "retry"]
    hopeless = [(one, other) for one, other in same if one.told.hopeless and one.asked.key == other.asked.key]
    if hopeless:
        attempts = [*(one for one, _ in hopeless), hopeless[-1][1]]
        mild = all(attempt.status == 429 for attempt, _ in hopeless) and len(attempts) <= FEW
        why = hopeless[0][0].told.hopeless
        code = "wasted_retry" if mild else "retried_hopeless"
        yield Finding(code, f"{listed(attempts)}: {why}", numbers(attempts))
    against = [other for one, other in same if one.told.should_retry is False]
    if against:
        yield Finding("ignored_should_retry", listed(against), numbers(against))


def too_often(case: Case) -> Iterator[Finding]:
    """More attempts after failures than the policy lets pass."""
    request = case.request
    failed = [
        attempt for attempt in request.attempts[:-1] if not attempt.usable and not attempt.told.redirect
    ]
    if len(failed) >= case.policy.max_attempts:
        took = seconds(request.last.at - request.first.at)
        shown = f"{len(failed) + 1} attempts in {took}, {case.policy.max_attempts} are enough"
        yield Finding("retry_storm", shown, numbers(request.attempts))
