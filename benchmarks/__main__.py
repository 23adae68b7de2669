"""`python -m benchmarks [--quick] [NAME...]`: run the rows, print one table, keep the figures.

Exits 1 when a row failed or, except with --quick, a bound was not met.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from pathlib import Path
from time import perf_counter

from rich.console import Console

from benchmarks import report
from benchmarks.finding import Finding
from benchmarks.pin import client_core, on
from benchmarks.plan import Plan, quick
from benchmarks.rows import ROWS

LOG_WIDTH = 120


def main() -> int:
    args = arguments()
    console = Console() if sys.stdout.isatty() else Console(width=LOG_WIDTH)
    findings: list[Finding] = []
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, on(client_core()):
        plan = quick(Path(folder)) if args.quick else Plan(Path(folder))
        for name, run in ROWS:
            if args.names and name not in args.names:
                continue
            start = perf_counter()
            with console.status(name):
                try:
                    findings += run(plan)
                except Exception as failure:  # one row's failure must not cost the others their figures
                    failures[name] = repr(failure)
                    console.print(traceback.format_exc(limit=-3), style="red", markup=False)
            console.print(f"[dim]{name}, {perf_counter() - start:.0f} s[/]")
    report.show(findings, console)
    console.print(f"[dim]{report.save(findings, plan, failures)}[/]")
    for name in failures:
        console.print(f"[bold red]{name} failed[/]")
    return int(bool(failures) or (not args.quick and any(one.met is False for one in findings)))


def arguments() -> argparse.Namespace:
    names = [name for name, _ in ROWS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; default all")
    parser.add_argument("--quick", action="store_true", help="a smoke run in under a minute; rough figures")
    args = parser.parse_args()
    for name in args.names:
        if name not in names:
            parser.error(f"no row '{name}'; there are {', '.join(names)}")
    return args


if __name__ == "__main__":
    sys.exit(main())
