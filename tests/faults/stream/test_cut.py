from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from tests.faults.replies import CHAT_EVENTS, COMPLETION, FINISH, STREAM, USAGE, after, whole

FIRST = [STREAM, *map(Data, CHAT_EVENTS[:3])]


@pytest.mark.parametrize(
    ("fault", "last"), [("stream.cut", Abort()), ("stream.reset", Abort("reset")), ("stream.end", End())]
)
def test_the_reply_ends_after_whole_events(fault: str, last: Step) -> None:
    assert after(fault) == [*FIRST, last]


@pytest.mark.parametrize("fault", ["stream.cut", "stream.reset", "stream.end"])
def test_inside_of_a_character(fault: str) -> None:
    at = b"".join(CHAT_EVENTS).index("é".encode()) + 1
    steps = after(fault, when={"after_bytes": at})
    assert isinstance(steps[-2], Data)
    assert steps[-2].body[-1:] == "é".encode()[:1]


def test_all_bytes_and_no_end() -> None:
    assert after("stream.cut", when={"at": "end"}) == [STREAM, *map(Data, CHAT_EVENTS), Abort()]


@pytest.mark.parametrize(("when", "left"), [({"at": "done"}, 6), ({"at": "finish"}, 4)])
def test_a_clean_end_without_what_tells_it(when: dict[str, Any], left: int) -> None:
    assert after("stream.end", when=when) == [STREAM, *map(Data, CHAT_EVENTS[:left]), End()]
    assert (CHAT_EVENTS[4], CHAT_EVENTS[5]) == (FINISH, USAGE)


def test_a_json_body_ends_in_the_middle() -> None:
    half = Data(COMPLETION[: len(COMPLETION) // 2])
    assert after("stream.cut", whole()) == [whole()[0], half, Abort()]
    assert after("stream.end", whole()) == [
        Head(200, (("content-type", "application/json"),)),
        half,
        End(),
    ]
