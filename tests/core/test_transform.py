from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Abort, Data, End, Head, Message, Step, Wait
from fakeai_proxy.core.transform import Pipeline
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


def fed(pipeline: Pipeline, reply: Iterable[Step]) -> list[Step]:
    return [after for step in reply for after in pipeline.feed(step)]


@given(replies)
def test_without_transforms_it_is_the_identity_and_false(reply: list[Step]) -> None:
    pipeline = Pipeline()
    assert not pipeline
    assert fed(pipeline, reply) == reply
    pipeline.close()


@given(replies, st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_transforms_compose_in_order(reply: list[Step], counts: list[int]) -> None:
    whole = Pipeline(*map(Times, counts))
    expected = reply
    for count in counts:
        expected = fed(Pipeline(Times(count)), expected)
    assert whole
    assert fed(whole, reply) == expected


@given(replies)
def test_slicing_keeps_the_concatenation(reply: list[Step]) -> None:
    assert body(fed(Pipeline(Slices()), reply)) == body(reply)


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_all_are_closed_also_when_one_raises(fails: int) -> None:
    log = list[str]()
    pipeline = Pipeline(*(Times(1, log, "close" if at == fails else "") for at in range(3)))
    with pytest.raises(ZeroDivisionError):
        pipeline.close()
    assert log == ["close"] * 3


def test_the_first_of_several_failures_is_raised() -> None:
    log = list[str]()
    pipeline = Pipeline(Times(1, log, "close"), Times(1, log), Times(1, log, "close"))
    with pytest.raises(ZeroDivisionError) as raised:
        pipeline.close()
    assert raised.value.args == ("close",)
    assert log == ["close"] * 3
