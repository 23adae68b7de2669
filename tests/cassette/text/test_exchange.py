from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.recording import Recording
from fakeai_proxy.cassette.text.body import Line
from fakeai_proxy.cassette.text.exchange import name, read, tell
from tests.cassette.tape import KEY, SSE, ask, delta, made, stream


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    headers = (*SSE, ("x-request-id", "req_1"))
    reply = stream(delta(f"Keep {KEY}"), delta("Hi"), headers=headers)
    with reading(made(tmp_path / "a.db", (ask("Hello", stream=True), reply))) as tape:
        (one,) = tape.all()
        return one


def lines(recording: Recording) -> list[Line]:
    return list(tell(recording, recording.uid.partition("-")[0], lambda sha, body: None))


def test_the_parts_in_their_order(recording: Recording) -> None:
    assert recording.key is not None
    told = lines(recording)
    parts = "recording request body at at at reply events data data secrets volatile timing"
    assert [next(iter(line)) for line in told] == parts.split()
    assert (
        told[0]["recording"]
        == name(recording, recording.key)
        == f"chat-completions {recording.key.hex()[:8]}"
    )
    assert "key" not in told[0]
    assert told[-2]["volatile"] == {"headers": {"x-request-id": "req_1"}, "body": {"/id": "chatcmpl-1"}}
    assert told[-1]["events_ns"] == [300_000_000, 400_000_000]


def test_what_does_not_follow_is_told(recording: Recording) -> None:
    others = ("llm@1", b"l" * 16), ("accepted", b"a" * 16), ("accepted", b"b" * 16)
    odd = replace(recording, uid="odd", key=b"k" * 16, keys=others)
    told = lines(odd)
    assert (told[0]["key"], told[-2]["uid"]) == ((b"k" * 16).hex(), "odd")
    assert told[0]["keys"] == [[profile, key.hex()] for profile, key in others]
    assert read(told, "x", lambda sha: b"") == odd


def test_a_recording_again_changes_only_what_is_apart(recording: Recording) -> None:
    answered = replace(
        recording.answered,
        head_ns=1,
        headers=(*SSE, ("x-request-id", "req_2")),
        body=recording.answered.body.replace(b"chatcmpl-1", b"chatcmpl-2"),
    )
    again = lines(replace(recording, answered=answered, started_at="2030-01-01T00:00:00.000+00:00"))
    assert [next(iter(a)) for a, b in zip(again, lines(recording), strict=True) if a != b] == [
        "volatile",
        "timing",
    ]


@pytest.mark.parametrize("recipe", ['{"seed": 1, "mutations": ["caf\\u00e9"]}', '{"seed":1}', '"x"', None])
def test_where_a_recording_comes_from(recording: Recording, recipe: str | None) -> None:
    derived = replace(recording, scope="test-17", parent_uid="u-1", recipe=recipe)
    told = lines(derived)
    assert (told[0]["scope"], told[0]["parent"]) == ("test-17", "u-1")
    assert isinstance(told[0].get("recipe"), dict) == (recipe is not None and '": ' in recipe)
    assert read(told, recording.uid.partition("-")[0], lambda sha: b"") == replace(derived, key=None, keys=())


@pytest.mark.parametrize("kind", ["recording", "request", "reply", "volatile", "timing"])
def test_a_part_that_is_missing(recording: Recording, kind: str) -> None:
    left = [line for line in lines(recording) if next(iter(line)) != kind]
    with pytest.raises(ValueError, match=f"the line '{kind}' is missing"):
        read(left, "x", lambda sha: b"")
