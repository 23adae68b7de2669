from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Recording
from fakeai_proxy.core.steps import Data, End, Head, Wait
from fakeai_proxy.mutations.derive import derived
from fakeai_proxy.mutations.recipe import Recipe, recipe_of
from tests.cassette.tape import JSON, SSE, ask, made
from tests.cassette.tapes import filled, sessions
from tests.faults.payload.answers import Answer


def recorded(folder: Path) -> list[Recording]:
    """A stream and a whole answer."""
    events = Answer().streamed("chat")
    stream = [Wait(0.2), Head(200, SSE), *(step for one in events for step in (Wait(0.1), Data(one))), End()]
    whole = [Wait(0.2), Head(200, JSON), Wait(0.3), Data(Answer().whole("chat")), End()]
    with reading(made(folder / "a.db", (ask(stream=True), stream), (ask("Ho"), whole))) as tape:
        return [*tape.all()]


def recipe(*mutations: dict[str, Any]) -> Recipe:
    return recipe_of({"mutations": mutations})


NOTHING = recipe({"type": "headers", "remove": ["x-nobody-has-this"]})


@settings(max_examples=10)
@given(sessions())
def test_nothing_is_lost_where_nothing_is_changed(
    tmp_path_factory: pytest.TempPathFactory, runs: Any
) -> None:
    path = filled(tmp_path_factory.mktemp("a") / "a.db", runs)
    with reading(path) as tape:
        for parent in tape.all():
            again = derived(parent, NOTHING, "0" * 8, 0).recording
            reply = parent.answered if parent.answered.kind != "http" else replace(parent.answered, slices=())
            assert again.answered == reply
            assert (again.asked, again.found) == (parent.asked, parent.found)


def test_the_stream_keeps_its_times_and_says_less(tmp_path: Path) -> None:
    stream, whole = recorded(tmp_path)
    for parent in (stream, whole):
        one = derived(parent, recipe({"type": "truncate", "tokens": 2}), "1" * 8, 5)
        reply = one.recording.answered
        told = one.recording.uid, one.recording.parent_uid, one.recording.origin
        assert told == ("11111111-5", parent.uid, "mutated")
        assert one.recording.known_by() == parent.known_by()
        assert (reply.head_ns, reply.end_ns) == (parent.answered.head_ns, parent.answered.end_ns)
        assert b"fox" not in reply.body
        assert [done.skipped for done in one.done] == [""]
        pieces = [reply.body[start : start + size] for _, start, size in reply.slices]
        assert b"".join(pieces) in (reply.body, b"")
    slow = derived(stream, recipe({"type": "pace", "between": 2}), "1" * 8, 0).recording.answered
    assert [one.ns for one in slow.slices][:3] == [300_000_000, 500_000_000, 700_000_000]


def test_another_request_is_found_by_what_it_asks(tmp_path: Path) -> None:
    _, whole = recorded(tmp_path)
    one = derived(whole, recipe({"type": "model", "to": "m", "of": "request"}), "1" * 8, 0).recording
    assert one.asked.model == "m"
    assert one.known_by() != whole.known_by()
    assert one.answered == whole.answered


def test_what_did_nothing_says_why(tmp_path: Path) -> None:
    _, whole = recorded(tmp_path)
    other = {"type": "status", "status": 201, "match": {"model": "o3"}}
    given = recipe({"type": "drop_call"}, other, {"type": "drop_events"})
    assert [done.skipped for done in derived(whole, given, "1" * 8, 0).done] == [
        "the answer had no tool call",
        "it is of other answers, or chance passed it by",
        "not a stream of events",
    ]


def test_what_did_not_end_well_is_not_replayed(tmp_path: Path) -> None:
    stream, _ = recorded(tmp_path)
    broken = replace(stream, state="quarantined", answered=replace(stream.answered, end="client_abort"))
    assert derived(broken, recipe({"type": "model", "to": "m"}), "1" * 8, 0).recording.state == "quarantined"


def test_a_websocket_is_refused(tmp_path: Path) -> None:
    _, whole = recorded(tmp_path)
    with pytest.raises(ValueError, match="a WebSocket is not mutated"):
        derived(replace(whole, answered=replace(whole.answered, kind="ws")), NOTHING, "1" * 8, 0)
