from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Head, Step
from tests.cassette.tape import JSON, answer, ask, delta, made, opened, stream

DONE = b"data: [DONE]\n\n"


def compared(cassette: Cassette, steps: list[Step], **asked: Any) -> list[Any]:
    """What is told of `steps`, against the next recording of ask()."""
    found, told = cassette.find(ask(**asked)), list[Any]()
    assert isinstance(found, Match)
    passing = cassette.comparing(ask(**asked), found, told.append)
    for step in steps:
        assert list(passing.feed(step)) == [step]
    passing.close()
    return told


def test_what_is_other_is_told_and_nothing_of_times(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", *((ask(), answer("x")) for _ in range(3)))
    with closing(opened(path)) as cassette:
        assert compared(cassette, answer("x")) == [()]
        ((status,),) = compared(cassette, [Head(500, JSON), Data(b"{}"), End()])
        assert status.kind == "status_changed"
        assert compared(cassette, answer("x")[:-1]) == []  # the client left


def test_streams_and_replies_that_cannot_be_decoded(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock()
    path = made(tmp_path / "a.db", *((ask(stream=True), stream(delta("Hi"), DONE)) for _ in range(2)))
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        (found,) = compared(cassette, stream(delta("Hi")), stream=True)
        assert "done_missing" in {one.kind for one in found}
        packed = [Head(200, (("content-encoding", "gzip"),)), Data(b"no gzip"), End()]
        assert compared(cassette, packed, stream=True) == []
    assert "could not be compared" in caplog.text
