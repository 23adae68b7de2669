from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Abort, Data, End, Head, Message, Step, Wait
from fakeai_proxy.core.transform import Pipeline, close_reply, through
from tests.playbook import body

steps = st.one_of(
    st.builds(Head, st.integers(100, 599)),
    st.builds(Data, st.binary(max_size=20)),
    st.builds(Message, st.text(max_size=5) | st.binary(max_size=5)),
    st.builds(Wait, st.floats(0, 10)),
    st.builds(Abort, st.sampled_from(["close", "reset"])),
    st.builds(End),
)
replies = st.lists(steps, max_size=12)


class Times:
    """A transform: every step `count` times. `log` hears of each call; it fails where told to."""

    def __init__(self, count: int = 1, log: list[str] | None = None, fails: str = "") -> None:
        self.count, self.log, self.fails = count, [] if log is None else log, fails

    def feed(self, step: Step) -> Iterable[Step]:
        self.note("feed")
        return (step,) * self.count

    def close(self) -> None:
        self.note("close")

    def note(self, what: str) -> None:
        self.log.append(what)
        if what == self.fails:
            raise ZeroDivisionError(what)


class Slices:
    """Cuts each piece of data into single bytes."""

    def feed(self, step: Step) -> Iterable[Step]:
        if not isinstance(step, Data):
            return (step,)
        return (Data(step.body[at : at + 1]) for at in range(len(step.body)))

    def close(self) -> None: ...


class Source:
    """A reply that notes how far it was pulled and how often it was closed."""

    def __init__(self, *content: Step, fails: bool = False) -> None:
        self.content, self.pulled, self.closed, self.fails = content, 0, 0, fails

    def __iter__(self) -> Iterator[Step]:
        return self

    def __next__(self) -> Step:
        if self.pulled == len(self.content):
            raise StopIteration
        self.pulled += 1
        return self.content[self.pulled - 1]

    def close(self) -> None:
        self.closed += 1
        if self.fails:
            raise ZeroDivisionError("source")


def fed(pipeline: Pipeline, reply: Iterable[Step]) -> list[Step]:
    return [after for step in reply for after in pipeline.feed(step)]


@given(replies)
def test_without_transforms_it_is_the_identity_and_false(reply: list[Step]) -> None:
    pipeline = Pipeline()
    assert not pipeline
    assert fed(pipeline, reply) == reply
    pipeline.close()


@given(replies)
def test_an_empty_pipeline_costs_nothing(reply: list[Step]) -> None:
    source = iter(reply)
    assert through(source, Pipeline()) is source


@given(replies, st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_transforms_compose_in_order(reply: list[Step], counts: list[int]) -> None:
    whole = Pipeline(*map(Times, counts))
    expected = reply
    for count in counts:
        expected = fed(Pipeline(Times(count)), expected)
    assert whole
    assert fed(whole, reply) == expected
    assert list(through(iter(reply), whole)) == expected


@given(replies)
def test_slicing_keeps_the_concatenation(reply: list[Step]) -> None:
    assert body(through(iter(reply), Pipeline(Slices()))) == body(reply)


def test_a_step_is_pulled_when_it_is_asked_for() -> None:
    source = Source(Head(200), Data(b"a"), End())
    after = through(source, Pipeline(Times(2)))
    assert source.pulled == 0
    assert (next(after), next(after), source.pulled) == (Head(200), Head(200), 1)


@pytest.mark.parametrize("pulled", [0, 1, 3, 4])
def test_closing_closes_source_and_all_transforms_once(pulled: int) -> None:
    source, log = Source(Head(200), Data(b"a"), End()), list[str]()
    after = through(source, Pipeline(Times(1, log), Times(1, log)))
    for _ in range(pulled):
        next(after, None)
    close_reply(after)
    close_reply(after)
    assert (source.closed, log.count("close")) == (1, 2)
    assert list(after) == []


def test_a_reply_that_was_played_to_its_end_is_closed() -> None:
    source, log = Source(Head(200), End()), list[str]()
    assert list(through(source, Pipeline(Times(1, log)))) == [Head(200), End()]
    assert (source.closed, log[-1]) == (1, "close")


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_all_are_closed_also_when_one_raises(fails: int) -> None:
    log = list[str]()
    transforms = [Times(1, log, "close" if at == fails else "") for at in range(3)]
    source = Source(Head(200))
    after = through(source, Pipeline(*transforms))
    with pytest.raises(ZeroDivisionError):
        close_reply(after)
    close_reply(after)
    assert (source.closed, log) == (1, ["close"] * 3)


def test_the_first_of_several_failures_is_raised() -> None:
    log = list[str]()
    pipeline = Pipeline(Times(1, log, "close"), Times(1, log), Times(1, log, "close"))
    with pytest.raises(ZeroDivisionError) as raised:
        pipeline.close()
    assert raised.value.args == ("close",)
    assert log == ["close"] * 3


def test_transforms_are_closed_when_the_source_does_not_close() -> None:
    log = list[str]()
    with pytest.raises(ZeroDivisionError, match="source"):
        close_reply(through(Source(fails=True), Pipeline(Times(1, log))))
    assert log == ["close"]


def test_a_transform_that_fails_ends_and_frees_the_reply() -> None:
    source, log = Source(Head(200), End()), list[str]()
    after = through(source, Pipeline(Times(1, log), Times(1, log, "feed")))
    with pytest.raises(ZeroDivisionError, match="feed"):
        next(after)
    assert (source.closed, log) == (1, ["feed", "feed", "close", "close"])
    assert list(after) == []


def test_closing_reaches_a_generator_inside() -> None:
    closed = list[bool]()

    def reply() -> Iterator[Step]:
        try:
            yield Head(200)
            yield End()
        finally:
            closed.append(True)

    after = through(reply(), Pipeline(Times()))
    next(after)
    close_reply(after)
    assert closed == [True]


def test_a_plain_iterator_holds_nothing() -> None:
    close_reply(iter([Head(200)]))
