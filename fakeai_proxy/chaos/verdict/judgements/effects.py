"""What the client had done twice, and where it took its credential."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fakeai_proxy.chaos.verdict.attempt import Attempt
from fakeai_proxy.chaos.verdict.case import Case
from fakeai_proxy.chaos.verdict.findings import Finding
from fakeai_proxy.endpoints.paths import place_of

from .words import numbers

CREATES = (
    "/assistants",
    "/batches",
    "/containers",
    "/conversations",
    "/evals",
    "/files",
    "/fine_tuning",
    "/messages/batches",
    "/threads",
    "/uploads",
    "/vector_stores",
    "/videos",
)
"""POSTs below these paths leave something behind; an answer of a model leaves no more than its price."""


def done_twice(case: Case) -> Iterator[Finding]:
    """Tools that ran twice for one call, and requests that took effect twice."""
    called = {
        call.id: attempt for attempt in case.request.attempts for call in attempt.heard.calls if call.id
    }
    for id, attempt in called.items():  # the last one where attempts share an id
        yield from executed_twice(case, attempt, id)
    yield from created_twice(case.request.attempts)


def executed_twice(case: Case, attempt: Attempt, id: str) -> Iterator[Finding]:
    """Two results of one call: in one request, or unlike ones in two."""
    digests: dict[bytes, Attempt] = {}
    for other in case.later.answering(attempt, id):
        results = [result for result in other.asked.results if result.id == id]
        for result in results:
            if result.fresh:  # an older one may have been shortened
                digests.setdefault(result.digest, other)
        if len(results) > 1 or len(digests) > 1:
            shown = f"#{attempt.number} calls {id} once; two results of it by #{other.number}"
            yield Finding("duplicate_side_effect", shown, numbers((attempt, *digests.values())))
            return


def created_twice(attempts: tuple[Attempt, ...]) -> Iterator[Finding]:
    """POSTs that create something, each answered with 2xx upstream, without an idempotency key in common."""
    effects: dict[bytes, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        asked = attempt.asked
        creates = asked.method == "POST" and place_of(asked.path).path.startswith(CREATES)
        if creates and 200 <= attempt.upstream < 300:
            effects[asked.content].append(attempt)
    for done in effects.values():
        keys = {attempt.asked.idempotency for attempt in done}
        if len(done) > 1 and (len(keys) > 1 or not next(iter(keys))):
            shown = f"{len(done)} attempts took effect upstream, and no idempotency key makes them one"
            yield Finding("duplicate_side_effect", shown, numbers(done))


def redirected(case: Case) -> Iterator[Finding]:
    """After a redirect to another host: the request there, with the same credential or without."""
    for attempt in case.request.attempts:
        target = attempt.told.redirect
        if not target or target == attempt.asked.host or not attempt.asked.key:
            continue
        for other in case.later.repeating(attempt):
            if other.asked.host == target:
                leaked = other.asked.key == attempt.asked.key
                code = "leaked_credential" if leaked else "redirect_without_credential"
                shown = f"#{attempt.number} redirects to {target}; #{other.number} asks there"
                yield Finding(code, shown, numbers((attempt, other)))
                break
        else:
            yield Finding("cannot_tell", f"#{attempt.number} redirects to {target}", numbers((attempt,)))
