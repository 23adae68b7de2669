from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step, Wait
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.faults.http.whole import Whole
from fakeai_proxy.faults.pieces import TOO_LONG, WHOLE


def doubled(head: Head, body: bytes) -> Iterator[Step]:
    yield head
    yield Data(body * 2)
    yield End()


def edited(*steps: Step) -> list[Step]:
    return list(through(iter(steps), Pipeline(Whole(doubled))))


def test_head_and_body_are_changed_at_the_end() -> None:
    steps = edited(Wait(1), Head(200), Data(b"a"), Wait(2), Data(b"b"), End())
    assert steps == [Wait(1), Wait(2), Head(200), Data(b"abab"), End()]


def test_what_breaks_off_passes_as_it_is() -> None:
    assert edited(Head(200), Data(b"a"), Abort()) == [Head(200), Data(b"a"), Abort()]
    assert edited(Wait(1), Abort()) == [Wait(1), Abort()]


def test_what_is_too_long_to_hold_passes_as_it_is() -> None:
    steps = [Head(200), *[Data(bytes(WHOLE // 4))] * 5, Wait(1), End()]
    whole = Whole(doubled)
    assert [after for step in steps for after in whole.feed(step)] == steps
    assert whole.skipped == TOO_LONG
