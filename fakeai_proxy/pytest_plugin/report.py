"""The ledger told: in lines at the end of a run, as JSON, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from .ledger import Ledger
from .tally import Tally

COLUMNS = ("test", "mode", "hits", "misses", "live", "tokens saved", "US dollars saved")


def summary(ledger: Ledger) -> Iterator[str]:
    """What everybody is told: one line, and what went wrong."""
    if ledger.tests:
        yield counted(ledger.total, len(ledger.tests))
    if ledger.recorded:
        files = "1 cassette" if len(ledger.recorded) == 1 else f"{len(ledger.recorded)} cassettes"
        yield f"recorded: {files}"
    if ledger.problem:
        yield f"NOT recorded: {ledger.problem}"
    for nodeid, hosts in ledger.leaks.items():
        yield f"past the proxy: {nodeid} asked {', '.join(hosts)}"


def counted(tally: Tally, tests: int) -> str:
    """`3 tests: 5 hits, 0 misses, 1 live call; 1,234 tokens ($0.0021) saved, 10 ($0.0001) spent`."""
    parts = [
        _times(tally.hits, "hit"),
        _times(tally.misses, "miss", "misses"),
        _times(tally.live, "live call"),
    ]
    parts += [f"{tally.near} near"] if tally.near else []
    parts += [f"{tally.synthesized} synthesized"] if tally.synthesized else []
    parts += [f"{tally.differing} differing"] if tally.differing else []
    parts += [f"{tally.faults} with faults"] if tally.faults else []
    saved = f"{tally.tokens_saved:,} tokens (${tally.cost_saved:.4f}) saved"
    spent = f", {tally.tokens_spent:,} (${tally.cost_spent:.4f}) spent" if tally.live else ""
    return f"{_times(tests, 'test')}: {', '.join(parts)}; {saved}{spent}"


def _times(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lines(ledger: Ledger) -> Iterator[str]:
    """Of `--cassette-report=term`: each test, then its misses and what it left."""
    for nodeid, told in ledger.tests.items():
        yield f"{nodeid} [{told['mode']}] {counted(Tally(**told['tally']), 1).partition(': ')[2]}"
        for miss in told["misses"]:
            yield f"  miss: {miss['asked']}: {miss['why']}"
        for one in told["differing"]:
            yield f"  differs: {one}"
        for one in told["unused"]:
            yield f"  unused: {one}"


def as_json(ledger: Ledger) -> str:
    """{"total": ..., "tests": {id: ...}, "leaks": {id: [host]}, "recorded": [path]}."""
    tests: dict[str, Any] = {
        nodeid: {name: value for name, value in told.items() if name != "shard"}
        for nodeid, told in ledger.tests.items()
    }
    whole = {"total": asdict(ledger.total), "tests": tests, "leaks": ledger.leaks}
    return json.dumps({**whole, "recorded": [str(path) for path in ledger.recorded]}, indent=2) + "\n"


def as_markdown(ledger: Ledger) -> str:
    """A table of tests, then the misses."""
    said = [f"**{line}**" for line in summary(ledger)]
    said += ["", f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    for nodeid, told in ledger.tests.items():
        tally = Tally(**told["tally"])
        numbers = tally.hits, tally.misses, tally.live, tally.tokens_saved, f"{tally.cost_saved:.4f}"
        said.append(f"| `{_cell(nodeid)}` | {told['mode']} | {' | '.join(map(str, numbers))} |")
    for nodeid, told in ledger.tests.items():
        said += [f"\n`{_cell(nodeid)}`: {miss['asked']}\n\n> {miss['why']}" for miss in told["misses"]]
    return "\n".join(said) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


FORMS = {"json": as_json, "md": as_markdown}
"""Of those that go to a file."""
