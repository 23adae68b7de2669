"""What came of an experiment, as the proxy tells it: for people, for files, as an exit code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fakeai_proxy.cli.shown import console

if TYPE_CHECKING:
    from rich.console import Console

    from fakeai_proxy.chaos.verdict.reports import Document, Table

PASSED, FAILED, UNTESTED = 0, 1, 3
"""Exit codes: the client stood the test; it did not, or the steady state was lost; nothing was tested."""
COLOURS = {"good": "green", "unknown": "dim", "warn": "yellow", "bad": "red"}
SUFFIXES = {"json": ".json", "junit": ".xml", "html": ".html"}


class Outcome:
    """`told` is what `/_fakeai/chaos/report` says."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        from fakeai_proxy.chaos.verdict.reports import Document as Model

        self.told = told
        self.document: Document = Model.model_validate_json(to_text(told["verdict"]))

    @property
    def experiments(self) -> list[Mapping[str, Any]]:
        return list(self.told["status"]["experiments"])

    @property
    def exit_code(self) -> int:
        """The verdict's, or that of a steady state which did not hold."""
        if any(one["steady_state_held"] is False for one in self.experiments):
            return FAILED
        return self.document.exit_code

    @property
    def observed(self) -> int:
        """Faults that would have been injected, had it not only looked on."""
        return sum(one["results"].get("observed", 0) for one in self.experiments)

    def warnings(self) -> Iterator[str]:
        """What a reader has to know before the verdict is believed."""
        for name in self.told["unmatched"]:
            yield f"no request matched {name}"
        for one in self.experiments:
            if one["ended"]:
                yield f"{one['experiment']} ended: {one['ended']}"
            if one["steady_state_held"] is False:
                yield f"{one['experiment']}: the steady state did not hold"
            for why, count in one["skipped"].items():
                yield f"{one['experiment']}: {count} skipped: {why}"
        if forgotten := self.document.forgotten:
            yield f"{forgotten} older attempts were not judged: there was no room for them"

    def show(self, stderr: bool) -> None:
        """Tables, then warnings."""
        from fakeai_proxy.chaos.verdict.reports import tables

        out = console(stderr)
        for table in tables(self.document):
            if table.rows:
                draw(table, out)
        out.print(self.line())
        for warning in self.warnings():
            out.print(f"warning: {warning}", markup=False)

    def line(self) -> str:
        """`failed: 12 requests met a fault, 30 did not; 54 attempts`."""
        document, touched = self.document, len(self.document.requests)
        requests = f"{touched} request{'' if touched == 1 else 's'} met a fault or failed"
        observed = f", {self.observed} would have met one" if self.observed else ""
        rest = f"{document.untouched} did not; {document.attempts} attempts"
        return f"{document.outcome}: {requests}{observed}, {rest}"

    def write(self, files: Mapping[str, Path]) -> None:
        """Format (json, junit, html) -> where it goes."""
        from fakeai_proxy.chaos.verdict.reports import junit, page

        for kind, path in files.items():
            match kind:
                case "json":
                    text = to_text(self.told, indent=2) + "\n"
                case "junit":
                    text = junit(self.document)
                case _:
                    text = page(self.document)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def to_text(value: Any, indent: int | None = None) -> str:
    import json

    return json.dumps(value, indent=indent)


def draw(table: Table, out: Console) -> None:
    from rich.table import Table as Rich
    from rich.text import Text

    shown = Rich(*table.columns, title=Text(table.title), title_justify="left")
    for row, severity in zip(table.rows, table.severities, strict=True):
        shown.add_row(*map(Text, row), style=COLOURS[severity] if severity != "good" else None)
    out.print(shown)
