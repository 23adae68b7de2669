"""The verdict as one HTML page: no script, nothing from elsewhere, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from fakeai_proxy.chaos.verdict.policy import SEVERITIES

from .document import Document, FindingPart, RequestPart
from .tables import Table, faults_table
from .timeline import SHOWN, timeline
from .wording import duration, fault_name

REQUESTS = 300
"""Requests that are drawn, the worst first; the JSON report has all."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""No browser will run or load anything, whatever got past the escaping."""

LEGEND = (
    "Light: waiting for the reply. Coloured: the reply. A line: when the client was told to come back. "
    "Point at an attempt for more."
)

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #667085; --line: #d7dde5; --paper: #fff;
  --good: #1a7f4b; --unknown: #667085; --warn: #b26a00; --bad: #c0262d; --wait: #cdd6e2; --body: #3b6fb5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #98a2b3; --line: #344054;
  --paper: #12161c; --good: #4cc38a; --warn: #f0a830; --bad: #ff6b6b; --wait: #3a4656; --body: #6ea3e8; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
.scroll { overflow-x: auto; } .soft { color: var(--soft); }
.good { color: var(--good); } .unknown { color: var(--unknown); } .warn { color: var(--warn); }
.bad { color: var(--bad); } .passed { color: var(--good); } .failed { color: var(--bad); }
.untested { color: var(--warn); }
section { border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; margin: .8rem 0; }
ul { margin: .4rem 0 .6rem; padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .axis { fill: var(--soft); } .wait { fill: var(--wait); } .told { stroke: var(--ink); stroke-width: 2; }
.complete { fill: var(--good); } .refused, .cut { fill: var(--bad); } .unfinished { fill: var(--warn); }
.left, .timeout { fill: var(--unknown); } .open { fill: var(--body); }
""".strip()


def page(document: Document) -> str:
    """A whole HTML document."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Chaos verdict: {document.outcome}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>"
    yield f'<h1>Chaos verdict: <span class="{document.outcome}">{document.outcome}</span></h1>'
    yield f'<p class="soft">{escape(summary(document))}</p>'
    yield "<h2>Faults</h2>"
    yield from table_of(faults_table(document))
    yield "<h2>Requests</h2>"
    yield f'<p class="soft">{LEGEND}</p>'
    worst_first = sorted(document.requests, key=lambda each: -SEVERITIES.index(each.worst))
    for request in worst_first[:REQUESTS]:
        yield from section(request)
    if len(worst_first) > REQUESTS:
        yield f"<p>{len(worst_first) - REQUESTS} more requests are in the JSON report.</p>"
    yield "</body>\n</html>"


def summary(document: Document) -> str:
    """The figures of the whole observation."""
    forgotten = f", {document.forgotten} older ones forgotten" if document.forgotten else ""
    return (
        f"Policy {document.policy.name}. "
        f"{document.attempts} attempts in {duration(document.seconds)}{forgotten}; "
        f"{len(document.requests)} requests met a fault or failed, {document.untouched} did not. "
        f"Latency added: {duration(document.latency_added_s)}. "
        f"Tokens spent on answers that did not arrive whole: {document.tokens_lost}."
    )


def table_of(table: Table) -> Iterator[str]:
    yield '<div class="scroll"><table>'
    yield f"<tr>{cells('th', table.columns)}</tr>"
    for row, severity in zip(table.rows, table.severities, strict=True):
        yield f'<tr class="{severity}">{cells("td", row)}</tr>'
    yield "</table></div>"


def cells(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def section(request: RequestPart) -> Iterator[str]:
    """One request: who asked what, what is found, and when it happened."""
    met = fault_name(", ".join(request.faults))
    asked = f"{request.method} {request.path}"
    yield f'<section>\n<h3>{escape(asked)} <span class="soft">{escape(met)}</span></h3>'
    yield f'<div class="soft">{escape(request.client)}</div>'
    yield "<ul>"
    yield from map(item, request.findings)
    yield "</ul>"
    yield timeline(request)
    if len(request.attempts) > SHOWN:
        yield f'<p class="soft">The first {SHOWN} of {len(request.attempts)} attempts.</p>'
    yield "</section>"


def item(finding: FindingPart) -> str:
    title, evidence = escape(finding.title), escape(finding.evidence)
    return f'<li><b class="{finding.severity}">{escape(finding.code)}</b> {title}: {evidence}</li>'
