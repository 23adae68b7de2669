"""The page of features: a line a row, and every test that it names is there."""

from __future__ import annotations

import re
from collections import Counter

from .markdown import ROOT

PAGE = ROOT / "docs" / "features.md"
ROW = re.compile(r"\| ([A-Z]+-\d+[a-z]?) \| ([^|]+) \| (done|partly|not) \| ([^|]+) \|")
ROWS = 546
"""Promises of the checklist that the simulator was made by."""


def test_every_row_says_whether_and_where() -> None:
    lines = [line for line in PAGE.read_text().splitlines() if re.match(r"\| [A-Z]+-\d", line)]
    assert [line for line in lines if not ROW.fullmatch(line)] == []
    ids = Counter(line.split(" ")[1] for line in lines)
    assert [id for id, times in ids.items() if times > 1] == []
    assert len(lines) == ROWS


def test_what_it_names_is_there() -> None:
    folders = r"tests|docs|benchmarks|fakeai_proxy|addons|cassettes|\.ci"
    named = set(re.findall(rf"`((?:{folders})/[\w./-]*)`", PAGE.read_text()))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_what_is_done_names_where() -> None:
    rows = ROW.findall(PAGE.read_text())
    assert [id for id, _, state, where in rows if state == "done" and "`" not in where] == []


def test_the_counts_at_its_head() -> None:
    states = Counter(state for _, _, state, _ in ROW.findall(PAGE.read_text()))
    assert f"{states['done']} done, {states['partly']} partly, {states['not']} not" in PAGE.read_text()
