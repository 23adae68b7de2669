from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.proxy.source import Source


class Twice:
    closed = 0

    def feed(self, step: Step) -> Iterable[Step]:
        if step == Data(b"bad"):
            raise ZeroDivisionError
        return (step, step)

    def close(self) -> None:
        self.closed += 1


def test_a_reply_is_pulled_to_its_end_and_beyond() -> None:
    source = Source(iter([Head(200)]))
    assert [source.pull() for _ in range(3)] == [Head(200), End(), End()]
    assert not source.live


def test_what_a_reply_raises_reaches_who_pulls() -> None:
    def fails() -> Iterator[Step]:
        raise ZeroDivisionError
        yield

    with pytest.raises(ZeroDivisionError):
        Source(fails()).pull()


def test_a_live_source_has_what_arrived_after_its_pipeline() -> None:
    source = Source(pipeline=Pipeline(Twice()))
    assert source.live
    assert source.pull() is None
    source.feed(Data(b"abc"))
    assert source.queued == 6
    assert [source.pull(), source.pull(), source.pull()] == [Data(b"abc"), Data(b"abc"), None]
    assert source.queued == 0


def test_a_transform_that_fails_cuts_the_reply() -> None:
    source = Source(pipeline=Pipeline(Twice()))
    source.feed(Data(b"bad"))
    assert source.pull() == Abort()


def test_closing_frees_the_reply_and_the_pipeline(caplog: pytest.LogCaptureFixture) -> None:
    freed = []

    def reply() -> Iterator[Step]:
        try:
            yield Head(200)
        finally:
            freed.append(True)
            raise ZeroDivisionError

    twice = Twice()
    source = Source(reply(), Pipeline(twice))
    source.pull()
    source.close()
    assert (freed, twice.closed) == ([True], 1)
    assert "failed as it was closed" in caplog.text
