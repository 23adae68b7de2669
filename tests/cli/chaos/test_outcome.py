from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.chaos.verdict import Observation, judge
from fakeai_proxy.chaos.verdict.reports import document
from fakeai_proxy.cli.chaos.outcome import FAILED, UNTESTED, Outcome

ONE = {
    "experiment": "mine",
    "ended": None,
    "steady_state_held": True,
    "skipped": {},
    "results": {},
}


def outcome(unmatched: tuple[str, ...] = (), **of_the_experiment: Any) -> Outcome:
    """Of nobody's requests."""
    return Outcome(
        {
            "status": {"experiments": [{**ONE, **of_the_experiment}]},
            "unmatched": unmatched,
            "verdict": document(judge(Observation(()))).model_dump(mode="json"),
        }
    )


def test_the_exit_code_is_the_verdicts() -> None:
    assert outcome().exit_code == UNTESTED


def test_a_lost_steady_state_fails() -> None:
    assert outcome(steady_state_held=False).exit_code == FAILED


@pytest.mark.parametrize(
    ("told", "warning"),
    [
        ({"unmatched": ("mine/a",)}, "no request matched mine/a"),
        ({"ended": "max_duration"}, "mine ended: max_duration"),
        ({"steady_state_held": False}, "mine: the steady state did not hold"),
        ({"skipped": {"host": 4}}, "mine: 4 skipped: host"),
    ],
)
def test_what_a_reader_has_to_know(told: dict[str, Any], warning: str) -> None:
    assert list(outcome(**told).warnings()) == [warning]


def test_what_would_have_been_done_is_counted() -> None:
    observed = outcome(results={"observed": 2, "missed": 5})
    assert observed.observed == 2
    assert (
        observed.line()
        == "untested: 0 requests met a fault or failed, 2 would have met one, 0 did not; 0 attempts"
    )


def test_files(tmp_path: Path) -> None:
    kinds = {"json": tmp_path / "a" / "a.json", "junit": tmp_path / "a.xml", "html": tmp_path / "a.html"}
    outcome().write(kinds)
    assert [path.read_text()[:5] for path in kinds.values()] == ['{\n  "', "<?xml", "<!DOC"]
