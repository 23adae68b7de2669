from __future__ import annotations

import json

from fakeai_proxy.faults import FAULTS
from tests.cli.conftest import Run


def names(printed: str) -> list[str]:
    """The first cells of a table, without those that only go on with the line above."""
    cells = (line.split("│")[1].strip() for line in printed.splitlines() if line.startswith("│"))
    return [cell for cell in cells if cell]


def test_every_fault_is_listed(run: Run) -> None:
    assert names(run("chaos", "list").out) == list(FAULTS)


def test_those_of_one_family(run: Run) -> None:
    told = json.loads(run("chaos", "list", "--family", "stream", "--json").out)
    assert [fault["type"] for fault in told] == [name for name in FAULTS if name.startswith("stream.")]


def test_parameters_are_listed_with_their_defaults(run: Run) -> None:
    [line] = [line for line in run("chaos", "list").out.splitlines() if "connection.goaway" in line]
    assert "code=NO_ERROR, last_stream" in line


def test_an_unknown_family_is_refused_with_those_there_are(run: Run) -> None:
    refused = run("chaos", "list", "--family", "steam")
    assert refused.code == 2
    assert "no family 'steam' (did you mean 'stream'?); there are " in refused.err


def test_one_fault_explained(run: Run) -> None:
    shown = run("chaos", "explain", "connection.goaway").out
    for part in ("GOAWAY", "changes the reply", "ENHANCE_YOUR_CALM", "when: {after_events: 3}"):
        assert part in shown
    assert "x-fakeai-fault: connection.goaway" in shown


def test_faults_of_connections_are_not_asked_for_by_a_header(run: Run) -> None:
    assert "x-fakeai-fault" not in run("chaos", "explain", "connection.bad_certificate").out


def test_one_fault_as_json(run: Run) -> None:
    told = json.loads(run("chaos", "explain", "stream.cut", "--json").out)
    assert (told["type"], told["kind"], told["timed"]) == ("stream.cut", "reply", True)


def test_an_unknown_fault_is_refused_with_the_nearest(run: Run) -> None:
    refused = run("chaos", "explain", "stream.cat")
    assert refused.code == 2
    assert "did you mean 'stream.cut'?" in refused.err
