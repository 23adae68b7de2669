from __future__ import annotations

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step, Wait
from tests.faults.hits import hit_of, passed, streamed, whole

SWAPPED = {"type": "http.swapped"}


def played(replies: list[list[Step]], **given: object) -> list[list[Step]]:
    memory: dict[str, object] = {}
    return [passed({**SWAPPED, **given}, reply, hit_of(memory=memory)) for reply in replies]


def test_each_gets_the_answer_to_the_one_before() -> None:
    one, two, three = whole(b'"one"'), streamed(b"data: 1\n\n", b"data: 2\n\n"), whole(b'"three"')
    assert played([one, two, three]) == [one, one, two]


def test_the_pace_is_that_of_the_reply_it_stands_for() -> None:
    long = streamed(b"1", b"2", b"3")
    head, data, end = whole(b"x")
    assert played([long, [Wait(1), head, Wait(2), data, Wait(3), end]])[1] == [
        *(Wait(1), long[0], Wait(2), Data(b"1"), Wait(3)),
        *(Data(b"2"), Data(b"3"), End()),
    ]
    assert played([[head, data, end], [Wait(1), *long]])[1] == [Wait(1), head, data, end]


def test_a_large_answer_is_not_kept() -> None:
    one, two = whole(b"12345"), whole(b"1")
    assert played([one, two, two], max_bytes=4) == [one, two, two]


def test_one_that_breaks_off_is_not_kept() -> None:
    broken: list[Step] = [Head(200), Data(b"1"), Abort()]
    one = whole(b"x")
    assert played([broken, one, broken]) == [broken, one, [one[0], one[1], Abort()]]
