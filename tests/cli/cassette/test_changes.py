from __future__ import annotations

import json

import pytest

from fakeai_proxy.cassette.diff.cassettes import Change
from fakeai_proxy.cassette.diff.difference import Difference
from fakeai_proxy.cli.cassette.changes import Weighing

MILD, BAD = Difference("field_added", "/a", None, "string"), Difference("done_missing", "[DONE]", "[DONE]")
CHANGES = [Change("POST /a", "u", "v", (MILD, BAD)), Change("POST /b", "w", "x", ())]


@pytest.mark.parametrize(
    ("fail_on", "ignored", "code"),
    [
        ("error", (), 1),
        ("error", ("done_missing",), 0),
        ("info", ("stream",), 1),
        ("info", ("stream", "schema"), 0),
    ],
)
def test_the_exit_code(fail_on: str, ignored: tuple[str, ...], code: int) -> None:
    assert Weighing(fail_on, frozenset(ignored), as_json=False).report(CHANGES) == code


def test_the_worst_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    Weighing("warn", frozenset(), as_json=False).report(CHANGES)
    assert capsys.readouterr().out.splitlines() == [
        "changed POST /a  (u -> v)",
        "  error  done_missing [DONE]: [DONE] -> nothing",
        "  info   field_added /a: nothing -> string",
        "1 same, 1 changed, 0 removed, 0 added; the worst is error",
    ]


def test_what_is_ignored_makes_no_change(capsys: pytest.CaptureFixture[str]) -> None:
    Weighing("warn", frozenset({"schema", "stream"}), as_json=True).report(CHANGES, asked=2)
    told = json.loads(capsys.readouterr().out)
    assert told == {"changes": [], "counts": {"same": 2}, "worst": None, "asked": 2}


def test_what_is_gone_or_new_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    gone = Change("POST /a", "u", None, (Difference("recording_removed", "POST /a"),))
    Weighing("warn", frozenset(), as_json=False).report([gone])
    assert capsys.readouterr().out.splitlines() == [
        "removed POST /a  (u)",
        "0 same, 0 changed, 1 removed, 0 added; the worst is warn",
    ]
