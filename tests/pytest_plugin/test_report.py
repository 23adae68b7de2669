from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fakeai_proxy.pytest_plugin.ledger import Ledger
from fakeai_proxy.pytest_plugin.report import as_json, as_markdown, counted, lines, summary
from fakeai_proxy.pytest_plugin.tally import Tally


def told(tally: Tally, **more: Any) -> dict[str, Any]:
    return {
        "mode": "none",
        "tally": asdict(tally),
        "misses": [],
        "unused": [],
        "differing": [],
        "shard": None,
        **more,
    }


def ledger() -> Ledger:
    made = Ledger()
    made.add("a.py::test[x|y]", told(Tally(hits=1000, tokens_saved=1234, cost_saved=0.5)))
    made.add(
        "a.py::b",
        told(Tally(misses=1), misses=[{"asked": "POST h/p", "why": "No recording."}], unused=["GET /"]),
    )
    made.add("a.py::c", {"leaks": ["api.openai.com"]})
    made.recorded = [Path("a.jsonl")]
    return made


def test_one_line_for_everybody() -> None:
    assert [*summary(ledger())] == [
        "2 tests: 1,000 hits, 1 miss, 0 live calls; 1,234 tokens ($0.5000) saved",
        "recorded: 1 cassette",
        "past the proxy: a.py::c asked api.openai.com",
    ]
    assert [*summary(Ledger())] == []


def test_counts_name_what_there_is() -> None:
    tally = Tally(hits=1, near=2, live=1, synthesized=3, faults=4, tokens_spent=10, cost_spent=0.25)
    assert counted(tally, 1) == (
        "1 test: 1 hit, 0 misses, 1 live call, 2 near, 3 synthesized, 4 with faults;"
        " 0 tokens ($0.0000) saved, 10 ($0.2500) spent"
    )


def test_lines_for_each_test() -> None:
    assert [*lines(ledger())][1:] == [
        "a.py::b [none] 0 hits, 1 miss, 0 live calls; 0 tokens ($0.0000) saved",
        "  miss: POST h/p: No recording.",
        "  unused: GET /",
    ]


def test_as_data() -> None:
    whole = json.loads(as_json(ledger()))
    assert whole["total"]["hits"] == 1000
    assert whole["leaks"] == {"a.py::c": ["api.openai.com"]}
    assert "shard" not in whole["tests"]["a.py::b"]


def test_as_a_page() -> None:
    page = as_markdown(ledger()).splitlines()
    assert "| `a.py::test[x\\|y]` | none | 1000 | 0 | 0 | 1234 | 0.5000 |" in page
    assert page[-3:] == ["`a.py::b`: POST h/p", "", "> No recording."]
