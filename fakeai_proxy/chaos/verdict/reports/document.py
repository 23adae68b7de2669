"""The JSON report: a verdict in values alone, and its schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from fakeai_proxy.chaos.verdict.attempt import Attempt, Ending
from fakeai_proxy.chaos.verdict.policy import Policy, Severity
from fakeai_proxy.chaos.verdict.verdict import EXIT_CODES, FaultVerdict, Judged, Outcome, Verdict

FORMAT: Literal["fakeai-proxy/verdict"] = "fakeai-proxy/verdict"
VERSION: Literal[1] = 1
DIGITS = 6
"""Of seconds: microseconds."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FindingPart(Part):
    code: str = Field(description="What was found, as a name that does not change.")
    severity: Severity = Field(description="`unknown`: the wire does not show it.")
    title: str = Field(description="What the code says.")
    evidence: str = Field(description="Attempts, times and statuses that show it.")
    attempts: tuple[int, ...] = Field(description="Numbers of the attempts that show it.")


class InjectedPart(Part):
    fault: str = Field(description="Name of the fault.")
    experiment: str = Field(description="Of which experiment; empty: the request asked for it.")
    rule: str = Field(description="By which rule.")


class AttemptPart(Part):
    number: int = Field(description="Of arrival, from 1.")
    at: float = Field(description="When it came: seconds since the beginning of the observation.")
    head_at: float | None = Field(description="When the head of the reply went out; null: there was none.")
    last_at: float = Field(description="When something last went to the client.")
    ended_at: float = Field(description="When it ended, or until when it was watched.")
    silence_s: float = Field(ge=0, description="Longest time in which nothing went to the client.")
    ended: Ending = Field(description="How it ended.")
    status: int = Field(description="Of HTTP; 0: no head.")
    size: int = Field(ge=0, description="Bytes of body that went to the client.")
    host: str = Field(description="Who was asked.")
    model: str = Field(description="Which model was asked.")
    retry_count: int | None = Field(description="What the client says of itself: x-stainless-retry-count.")
    retry_after_s: float | None = Field(description="What the reply says about coming back; null: nothing.")
    retry_after_by: str = Field(description="The header that says so.")
    should_retry: bool | None = Field(description="x-should-retry.")
    hopeless: str = Field(description="Why the same request cannot succeed; empty: it may.")
    error: str = Field(description="Code or type of the error that the reply tells of.")
    flaw: str = Field(description="Why a reply that ended politely is no answer.")
    faults: tuple[InjectedPart, ...] = Field(description="What met it.")
    upstream: int = Field(description="Status of upstream's answer; 0: not asked, or no answer.")
    upstream_tokens: int = Field(ge=0, description="Tokens that upstream spent on it, as far as they came.")
    delay_s: float = Field(ge=0, description="Seconds that faults held it up.")


class RequestPart(Part):
    client: str = Field(description="Scope and address of who asked.")
    method: str
    path: str
    faults: tuple[str, ...] = Field(description="Names of the faults that met it.")
    worst: Severity
    recovered: bool = Field(description="A later attempt brought the whole answer.")
    latency_added_s: float = Field(ge=0, description="Seconds lost to failures and faults.")
    tokens_lost: int = Field(ge=0, description="Tokens spent upstream on answers that did not arrive whole.")
    findings: tuple[FindingPart, ...]
    attempts: tuple[AttemptPart, ...]


class FaultPart(Part):
    fault: str = Field(description="Its name; empty: failures that nobody injected.")
    injected: int = Field(ge=0, description="Attempts that met it.")
    requests: int = Field(ge=0, description="Requests that met it, whatever the number of attempts.")
    recovered: int = Field(ge=0, description="Of these, how many got their answer by a later attempt.")
    worst: Severity
    findings: dict[str, int] = Field(description="How often each code was found.")
    latency_added_s: float = Field(ge=0)
    tokens_lost: int = Field(ge=0)


class Document(Part):
    """What a client made of the faults it met."""

    format: Literal["fakeai-proxy/verdict"] = FORMAT
    version: Literal[1] = VERSION
    outcome: Outcome = Field(description="`untested`: no request met a fault or failed by itself.")
    policy: Policy
    seconds: float = Field(ge=0, description="How long one has looked.")
    attempts: int = Field(ge=0, description="All that were seen.")
    forgotten: int = Field(ge=0, description="Older attempts that there was no room for.")
    untouched: int = Field(ge=0, description="Requests that met no fault and had their answer at once.")
    latency_added_s: float = Field(ge=0)
    tokens_lost: int = Field(ge=0)
    faults: tuple[FaultPart, ...]
    requests: tuple[RequestPart, ...] = Field(description="Those that met a fault or failed.")

    @property
    def exit_code(self) -> int:
        """Of a program that ends with this verdict."""
        return EXIT_CODES[self.outcome]

    def json_text(self) -> str:
        """The report."""
        return self.model_dump_json(indent=2) + "\n"


def document(verdict: Verdict) -> Document:
    """`verdict` in values; times count from the beginning of the observation."""
    return Document(
        outcome=verdict.outcome,
        policy=verdict.policy,
        seconds=rounded(verdict.seconds),
        attempts=verdict.attempts,
        forgotten=verdict.forgotten,
        untouched=verdict.untouched,
        latency_added_s=rounded(sum(each.latency_added for each in verdict.requests)),
        tokens_lost=sum(each.tokens_lost for each in verdict.requests),
        faults=tuple(map(fault_part, verdict.faults)),
        requests=tuple(request_part(each, verdict.since) for each in verdict.requests),
    )


def fault_part(verdict: FaultVerdict) -> FaultPart:
    return FaultPart(
        fault=verdict.fault,
        injected=verdict.injected,
        requests=verdict.requests,
        recovered=verdict.recovered,
        worst=verdict.worst,
        findings=verdict.findings,
        latency_added_s=rounded(verdict.latency_added),
        tokens_lost=verdict.tokens_lost,
    )


def request_part(judged: Judged, since: float) -> RequestPart:
    request = judged.request
    return RequestPart(
        client=shown(request.first.asked.client),
        method=shown(request.first.asked.method),
        path=shown(request.first.asked.path),
        faults=request.faults,
        worst=judged.worst,
        recovered=request.recovered,
        latency_added_s=rounded(judged.latency_added),
        tokens_lost=judged.tokens_lost,
        findings=tuple(finding_parts(judged)),
        attempts=tuple(attempt_part(attempt, since) for attempt in request.attempts),
    )


def finding_parts(judged: Judged) -> Iterable[FindingPart]:
    for finding in judged.findings:
        yield FindingPart(
            code=finding.code,
            severity=finding.severity,
            title=finding.title,
            evidence=shown(finding.evidence),
            attempts=finding.attempts,
        )


def attempt_part(attempt: Attempt, since: float) -> AttemptPart:
    told, heard = attempt.told, attempt.heard
    return AttemptPart(
        number=attempt.number,
        at=rounded(attempt.at - since),
        head_at=None if attempt.head_at is None else rounded(attempt.head_at - since),
        last_at=rounded(attempt.last_at - since),
        ended_at=rounded(attempt.ended_at - since),
        silence_s=rounded(attempt.silence),
        ended=attempt.ended,
        status=attempt.status,
        size=attempt.size,
        host=shown(attempt.asked.host),
        model=shown(attempt.asked.model),
        retry_count=attempt.asked.retry_count,
        retry_after_s=told.retry_after,
        retry_after_by=told.by,
        should_retry=told.should_retry,
        hopeless=told.hopeless,
        error=shown(heard.error),
        flaw=heard.flaw,
        faults=tuple(
            InjectedPart(fault=each.fault, experiment=each.experiment, rule=each.rule)
            for each in attempt.injected
        ),
        upstream=attempt.upstream,
        upstream_tokens=attempt.upstream_tokens,
        delay_s=rounded(attempt.delay),
    )


def rounded(seconds: float) -> float:
    return round(seconds, DIGITS)


def shown(text: str) -> str:
    """`text` of a client or a provider; what does not print is shown as U+FFFD, as no report can hold it."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
