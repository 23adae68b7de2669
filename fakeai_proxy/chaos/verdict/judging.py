"""From attempts to a verdict. A pure function: the same attempts in any order are judged the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .case import Case, Later
from .costs import latency_added, tokens_lost
from .findings import worst
from .grouping import group
from .judgements import JUDGEMENTS
from .observation import Observation
from .policy import SEVERITIES, Policy
from .verdict import FaultVerdict, Judged, Outcome, Verdict


def judge(observation: Observation, policy: Policy | None = None) -> Verdict:
    """What `observation` shows of its clients, by `policy`: strict where none is given."""
    policy = policy or Policy()
    requests = group(observation.attempts, policy.window_s)
    later = Later(observation.attempts)
    judged = [judged_of(Case(request, policy, observation, later)) for request in requests]
    shown = tuple(each for each in judged if each.request.touched or each.findings)
    return Verdict(
        outcome=outcome_of(shown, policy),
        policy=policy,
        requests=shown,
        faults=by_fault(shown),
        untouched=len(judged) - len(shown),
        attempts=len(observation.attempts),
        forgotten=observation.forgotten,
        since=observation.since,
        seconds=observation.until - observation.since,
    )


def judged_of(case: Case) -> Judged:
    """All judgements of one request."""
    findings = tuple(finding for judgement in JUDGEMENTS for finding in judgement(case))
    return Judged(
        request=case.request,
        findings=findings,
        worst=worst([finding.severity for finding in findings]),
        latency_added=latency_added(case.request),
        tokens_lost=tokens_lost(case.request),
    )


def outcome_of(judged: Sequence[Judged], policy: Policy) -> Outcome:
    """Failed with one finding that the policy does not let pass."""
    if not judged:
        return "untested"
    limit = SEVERITIES.index(policy.fails_on)
    failed = any(SEVERITIES.index(each.worst) >= limit for each in judged)
    return "failed" if failed else "passed"


def by_fault(judged: Sequence[Judged]) -> tuple[FaultVerdict, ...]:
    """Sorted by name; a request that met several faults counts for each."""
    names = {name for each in judged for name in each.request.faults or ("",)}
    return tuple(fault_verdict(name, judged) for name in sorted(names))


def fault_verdict(fault: str, judged: Sequence[Judged]) -> FaultVerdict:
    """What is found about the requests that met `fault`; "": about those that met none."""
    met = [each for each in judged if fault in (each.request.faults or ("",))]
    injections = [
        injected
        for each in met
        for attempt in each.request.attempts
        for injected in attempt.injected
        if injected.fault == fault
    ]
    counts = Counter(finding.code for each in met for finding in each.findings)
    return FaultVerdict(
        fault=fault,
        injected=len(injections),
        requests=len(met),
        recovered=sum(each.request.recovered for each in met),
        worst=worst([each.worst for each in met]),
        findings=dict(sorted(counts.items())),
        latency_added=sum(each.latency_added for each in met),
        tokens_lost=sum(each.tokens_lost for each in met),
    )
