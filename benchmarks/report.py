"""The table on the terminal, and everything measured as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.finding import Finding
from benchmarks.pin import SEATS
from benchmarks.plan import Plan

RESULTS = Path(__file__).with_name("results")
VERDICTS = {True: "[green]met[/]", False: "[bold red]not met[/]", None: ""}


def show(findings: Sequence[Finding], console: Console) -> None:
    """One line a finding."""
    table = Table(title="fakeai_proxy, side by side on this machine", caption=machine())
    for heading in ("row", "measured", "against"):
        table.add_column(heading)
    for heading in ("figure", "bound"):
        table.add_column(heading, justify="right")
    table.add_column("met")
    for one in findings:
        figure, bound = f"{one.value:.2f}{one.unit}", one.bound.text(one.unit)
        table.add_row(one.row, one.measured, one.against, figure, bound, VERDICTS[one.met])
    console.print(table)


def machine() -> str:
    """Where this was measured, in a line."""
    python = f"Python {platform.python_version()}, mitmproxy {version('mitmproxy')}"
    pinned = "server and client on a core each" if len(SEATS) > 1 else "not pinned"
    return f"{python}, {len(SEATS) or os.cpu_count()} cores, {pinned}, load {os.getloadavg()[0]:.1f}"


def save(findings: Sequence[Finding], plan: Plan, failures: dict[str, str]) -> Path:
    """Every raw figure, under results/."""
    now = datetime.now(UTC)
    content = {
        "at": now.isoformat(timespec="seconds"),
        "machine": machine(),
        "plan": asdict(plan),
        "findings": [asdict(one) | {"met": one.met} for one in findings],
        "failures": failures,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps(content, indent=1, default=str) + "\n")
    return path
