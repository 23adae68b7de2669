"""The verdict as tables of text, for whoever draws them."""

from __future__ import annotations

from dataclasses import dataclass

from fakeai_proxy.chaos.verdict.policy import SEVERITIES, Severity

from .document import Document
from .wording import duration, fault_name


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text as it is: whatever draws them has to escape its own markup."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    severities: tuple[Severity, ...]
    """One a row."""


def tables(document: Document) -> tuple[Table, Table]:
    """Faults and what became of them; then findings that are not good, the worst first."""
    return faults_table(document), findings_table(document)


def faults_table(document: Document) -> Table:
    rows = tuple(
        (
            fault_name(fault.fault),
            str(fault.injected),
            str(fault.requests),
            str(fault.recovered),
            ", ".join(f"{code} {count}" for code, count in fault.findings.items()),
            duration(fault.latency_added_s),
            str(fault.tokens_lost),
            fault.worst,
        )
        for fault in document.faults
    )
    columns = "fault", "injected", "requests", "recovered", "found", "latency added", "tokens lost", "worst"
    title = f"{document.outcome} ({document.policy.name})"
    return Table(title, columns, rows, tuple(fault.worst for fault in document.faults))


def findings_table(document: Document) -> Table:
    found = [
        (finding, fault_name(", ".join(request.faults)))
        for request in document.requests
        for finding in request.findings
        if finding.severity != "good"
    ]
    found.sort(key=lambda each: -SEVERITIES.index(each[0].severity))
    rows = tuple((each.severity, fault, each.code, each.title, each.evidence) for each, fault in found)
    columns = "severity", "fault", "code", "what", "evidence"
    return Table("Findings", columns, rows, tuple(each.severity for each, _ in found))
