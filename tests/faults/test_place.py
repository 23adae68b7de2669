from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.faults.events import IS
from fakeai_proxy.faults.place import MOST, AfterEvents, AtByte, AtFraction, BeforeEvent, Nowhere, Place

from .replies import CHAT_EVENTS

BODY = b": hi\n\n" + b"".join(CHAT_EVENTS) + b"data: tail"


def upto(count: int) -> int:
    return len(b": hi\n\n" + b"".join(CHAT_EVENTS[:count]))


@pytest.mark.parametrize(
    ("make", "at"),
    [
        (lambda: AtByte(40), 40),
        (lambda: AtByte(len(BODY)), len(BODY)),
        (lambda: AtFraction(0.25), len(BODY) // 4),
        (lambda: AfterEvents(IS["any"], 1), upto(1)),
        (lambda: AfterEvents(IS["any"], 7), upto(7)),
        (lambda: AfterEvents(IS["output"], 2), upto(3)),
        (lambda: BeforeEvent(IS["finish"]), upto(4)),
        (lambda: BeforeEvent(IS["done"]), upto(6)),
        (lambda: AtByte(len(BODY) + 1), None),
        (lambda: AfterEvents(IS["any"], 8), None),
        (lambda: BeforeEvent(IS["tool_call"]), None),
        (Nowhere, None),
    ],
)
@given(borders=st.lists(st.integers(0, len(BODY)), max_size=20))
def test_a_place_is_where_it_is_for_any_borders(
    make: Callable[[], Place], at: int | None, borders: list[int]
) -> None:
    places = sorted({0, len(BODY), *borders})
    chunks = [BODY[start:end] for start, end in pairwise(places)]
    before, after = split(make(), chunks)
    assert before + after == BODY
    assert len(before) == (len(BODY) if at is None else at)


def test_no_more_is_kept_than_can_be() -> None:
    place = AtFraction(0.5)
    assert place.feed(b"x" * (MOST - 1)) == (b"", None)
    before, after = place.feed(b"x")
    assert (len(before), len(after or b"")) == (MOST // 2, MOST // 2)


def split(place: Place, chunks: list[bytes]) -> tuple[bytes, bytes]:
    passed = b""
    for number, chunk in enumerate(chunks):
        before, after = place.feed(chunk)
        passed += before
        if after is not None:
            return passed, after + b"".join(chunks[number + 1 :])
    before, after = place.rest()
    return passed + before, after or b""
