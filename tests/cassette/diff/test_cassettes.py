from __future__ import annotations

from pathlib import Path

from fakeai_proxy.cassette.diff.cassettes import Change, change, differing
from fakeai_proxy.cassette.diff.pairing import Side
from fakeai_proxy.cassette.reading import reading
from tests.cassette.tape import answer, ask, made
from tests.cassette.test_conversation import EMPTY, of


def test_every_recording_of_both(tmp_path: Path) -> None:
    before = made(
        tmp_path / "a.db",
        (ask("same"), answer()),
        (ask("said"), answer()),
        (ask("old", model="o3"), answer()),
    )
    after = made(
        tmp_path / "b.db",
        (ask("said"), answer("Bye")),
        (ask("same"), answer()),
        (ask("new", model="o4"), answer()),
    )
    seen: list[None] = []
    with reading(before) as one, reading(after) as other:
        changes = list(differing(Side(one), Side(other), lambda: seen.append(None)))
    assert [each.what for each in changes] == ["same", "changed", "removed", "added"]
    assert [each.title for each in changes[2:]] == [
        "POST /v1/chat/completions o3",
        "POST /v1/chat/completions o4",
    ]
    assert len(seen) == 6


def test_one_recording() -> None:
    assert change(EMPTY, EMPTY) == Change("POST /", "u", "u", ())
    assert [one.kind for one in change(of({"a": 1}), of({"a": 2})).differences] == ["request_changed"]
    assert [one.kind for one in change(EMPTY, None).differences] == ["recording_removed"]
    assert [one.kind for one in change(None, EMPTY).differences] == ["recording_added"]
