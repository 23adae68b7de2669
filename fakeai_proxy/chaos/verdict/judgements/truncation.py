"""What the client made of a reply that is not whole."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.chaos.verdict.attempt import Attempt
from fakeai_proxy.chaos.verdict.case import Case
from fakeai_proxy.chaos.verdict.findings import Finding

from .words import how, numbers


def truncated(case: Case) -> Iterator[Finding]:
    """Of each attempt with part of an answer: taken as whole, gone on from, asked again, or unknown."""
    attempts = case.request.attempts
    for index, attempt in enumerate(attempts):
        if not is_part(attempt):
            continue
        what = f"#{attempt.number} ({how(attempt)}{flaw(attempt)})"
        later = case.later.saying(attempt)
        kept = [other for other in later if not going_on(attempt, other)]
        if kept and not any(other.usable for other in attempts[index + 1 :]):
            code, shown = "accepted_truncation", f"{what}; #{kept[0].number} tells its text as an answer"
            yield Finding(code, shown, numbers((attempt, kept[0])))
        elif any(going_on(attempt, other) for other in later):
            shown = f"{what}; #{later[0].number} goes on from it"
            yield Finding("continued", shown, numbers((attempt, later[0])))
        elif attempt.ended == "unfinished":
            yield from unnoticed(case, attempt, attempts[index + 1 :], what)


def is_part(attempt: Attempt) -> bool:
    """A 2xx of which the client did not get the whole, or not as the whole."""
    return 200 <= attempt.status < 300 and not attempt.usable and attempt.ended in ("unfinished", "cut")


def going_on(attempt: Attempt, other: Attempt) -> bool:
    """`other` has the model go on from exactly what `attempt` brought."""
    said = other.asked.said
    return other.asked.goes_on and bool(said) and said[-1] == attempt.heard.text


def unnoticed(case: Case, attempt: Attempt, rest: tuple[Attempt, ...], what: str) -> Iterator[Finding]:
    """Nothing shows at the socket, so only another attempt proves that the client noticed."""
    if rest:
        shown = f"{what}; #{rest[0].number} asks again"
        yield Finding("noticed_truncation", shown, numbers((attempt, rest[0])))
    elif case.settled:
        shown = f"{what}; nothing shows that it noticed"
        yield Finding("silence_after_truncation", shown, numbers((attempt,)))
    else:
        yield Finding("cannot_tell", f"{what}: it may still ask again", numbers((attempt,)))


def flaw(attempt: Attempt) -> str:
    """Why it is not whole."""
    return f": {attempt.heard.flaw or 'no finish'}" if attempt.ended == "unfinished" else ""
