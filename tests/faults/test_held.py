from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, End, Head, Raw, Step, Wait
from fakeai_proxy.faults.held import NOW, held
from fakeai_proxy.faults.when import When
from tests.playbook import body

from .replies import (
    CALL_EVENTS,
    CHAT_EVENTS,
    COMPLETION,
    MESSAGE_EVENTS,
    RESPONSE_EVENTS,
    STREAM,
    cut,
    fed,
    hit,
    stream,
    whole,
)

HERE = Raw(b"here")
MIDDLE = len(COMPLETION) // 2


class Marks:
    """Says where its moment is, and what it saw before."""

    def __init__(self) -> None:
        self.seen: list[Step] = []
        self.closed = False

    def watch(self, step: Step) -> None:
        self.seen.append(step)

    def feed(self, step: Step) -> Iterable[Step]:
        return (HERE, step) if step is NOW else (step,)

    def close(self) -> None:
        self.closed = True


def marked(when: dict[str, Any], steps: list[Step], **of_hit: Any) -> list[Step]:
    return fed(held(When(**when), Marks, hit(**of_hit)), steps)


def before(steps: list[Step]) -> list[Step]:
    return steps[: steps.index(HERE)]


@pytest.mark.parametrize(
    ("when", "events", "count"),
    [
        ({"after_events": 0}, CHAT_EVENTS, 0),
        ({"after_events": 2}, CHAT_EVENTS, 2),
        ({"after_tokens": 2}, CHAT_EVENTS, 3),
        ({"at": "headers"}, CHAT_EVENTS, 0),
        ({"at": "first_event"}, CHAT_EVENTS, 1),
        ({"at": "finish"}, CHAT_EVENTS, 4),
        ({"at": "done"}, CHAT_EVENTS, 6),
        ({"at": "end"}, CHAT_EVENTS, 7),
        ({"at": "tool_call"}, CALL_EVENTS, 2),
        ({"after_tokens": 1}, MESSAGE_EVENTS, 3),
        ({"at": "tool_call"}, MESSAGE_EVENTS, 5),
        ({"at": "finish"}, MESSAGE_EVENTS, 7),
        ({"at": "done"}, MESSAGE_EVENTS, 8),
        ({"at": "tool_call"}, RESPONSE_EVENTS, 2),
        ({"at": "finish"}, RESPONSE_EVENTS, 3),
        ({"at": "done"}, RESPONSE_EVENTS, 3),
    ],
)
@given(borders=st.lists(st.integers(0, 10_000), max_size=12))
def test_moments_of_a_stream_for_any_borders(
    when: dict[str, Any], events: tuple[bytes, ...], count: int, borders: list[int]
) -> None:
    content = b"".join(events)
    steps = marked(when, cut(content, borders))
    assert body(before(steps)) == b"".join(events[:count])
    assert body(steps) == content
    assert (steps[0], steps[-1]) == (STREAM, End())


@given(st.integers(0, len(b"".join(CHAT_EVENTS))), st.lists(st.integers(0, 10_000), max_size=12))
def test_bytes_are_counted_exactly(count: int, borders: list[int]) -> None:
    content = b"".join(CHAT_EVENTS)
    steps = marked({"after_bytes": count}, cut(content, borders))
    assert body(before(steps)) == content[:count]
    assert body(steps) == content


@given(st.floats(0, 1), st.lists(st.integers(0, 10_000), max_size=12))
def test_a_share_of_what_is_declared_and_of_what_is_not(share: float, borders: list[int]) -> None:
    content = b"".join(CHAT_EVENTS)
    assert (
        body(before(marked({"after_fraction": share}, cut(content, borders))))
        == content[: int(len(content) * share)]
    )
    assert (
        body(before(marked({"after_fraction": share}, whole()))) == COMPLETION[: int(len(COMPLETION) * share)]
    )


def test_a_share_keeps_what_has_no_length() -> None:
    steps = marked({"after_fraction": 0.5}, stream(pace=0.1))
    assert [type(step) for step in steps] == [Head, *[Wait] * 7, Data, Raw, Data, End]


@pytest.mark.parametrize("when", [{"after_events": 3}, {"after_tokens": 9}, {"at": "first_event"}])
def test_events_of_what_has_none_are_its_middle(when: dict[str, Any]) -> None:
    assert marked(when, whole()) == [
        whole()[0],
        Data(COMPLETION[:MIDDLE]),
        HERE,
        Data(COMPLETION[MIDDLE:]),
        End(),
    ]


@pytest.mark.parametrize("at", ["tool_call", "finish", "done"])
def test_places_of_a_stream_do_not_come_in_another_body(at: str) -> None:
    assert marked({"at": at}, whole()) == whole()


def test_headers_and_end_of_any_body() -> None:
    head, data, end = whole()
    assert marked({"at": "headers"}, whole()) == [head, HERE, data, end]
    assert marked({"at": "end"}, whole()) == [head, data, HERE, end]


@pytest.mark.parametrize("when", [{"after_events": 99}, {"after_bytes": 99_999}, {"after_ms": 1e6}])
def test_a_moment_may_not_come(when: dict[str, Any]) -> None:
    transform = held(When(**when), Marks, hit())
    assert fed(transform, stream()) == stream()
    assert not transform.struck


def test_milliseconds_of_a_reply_we_make_are_its_waits() -> None:
    reply: list[Step] = [Wait(5.0), STREAM, Data(b"a"), Wait(0.2), Data(b"b"), Wait(0.2), Data(b"c"), End()]
    steps = marked({"after_ms": 300}, reply)
    wait = steps[5]
    assert steps[:5] == reply[:5]
    assert isinstance(wait, Wait)
    assert wait.seconds == pytest.approx(0.1)
    assert steps[6] == HERE
    assert sum(step.seconds for step in steps if isinstance(step, Wait)) == pytest.approx(5.4)


def test_milliseconds_of_a_live_reply_are_the_clocks() -> None:
    clock = ManualClock()
    transform = held(When(after_ms=300), Marks, hit(live=True, clock=clock))
    clock.advance(9)
    steps = [*transform.feed(STREAM)]
    for piece in (b"a", b"b", b"c"):
        clock.advance(0.2)
        steps += transform.feed(Data(piece))
    assert steps == [STREAM, Data(b"a"), HERE, Data(b"b"), Data(b"c")]


def test_what_comes_before_is_watched() -> None:
    marks = Marks()
    transform = held(When(after_events=1), lambda: marks, hit())
    fed(transform, stream())
    assert marks.seen == [STREAM, Data(CHAT_EVENTS[0])]
    transform.close()
    assert marks.closed


class Ends:
    def feed(self, step: Step) -> Iterable[Step]:
        return Data(b"!"), Abort(), Data(b"never")

    def close(self) -> None: ...


def test_nothing_follows_the_end_that_a_fault_makes() -> None:
    transform = held(When(after_events=1), Ends, hit())
    assert fed(transform, stream()) == [STREAM, Data(CHAT_EVENTS[0]), Data(b"!"), Abort()]


@pytest.mark.parametrize("when", [{"at": "finish"}, {"after_fraction": 0.5}, {"at": "end"}])
def test_what_is_kept_goes_when_upstream_breaks(when: dict[str, Any]) -> None:
    assert marked(when, [STREAM, Data(b"data: half"), Abort("reset")]) == [
        STREAM,
        Data(b"data: half"),
        Abort("reset"),
    ]


def test_a_reply_that_never_has_a_head_passes() -> None:
    assert marked({"at": "end"}, [Wait(1.0), Abort()]) == [Wait(1.0), Abort()]


WHENS = [{"after_events": 4}, {"at": "finish"}, {"after_fraction": 0.5}, {"at": "end"}]


@pytest.mark.parametrize("when", WHENS)
def test_once_the_experiment_is_over_no_moment_comes_and_nothing_is_kept(when: dict[str, Any]) -> None:
    met = hit()
    transform = held(When(**when), Marks, met)
    steps = cut(body(stream()), [5, 40, 90, 200, 260, 300, 410, 500])
    made = list(fed_by(transform.feed, steps[:4]))
    met.hold.release()
    made += fed_by(transform.feed, steps[4:])
    assert HERE not in made
    assert (body(made), made[-1]) == (body(steps), End())


def fed_by(feed: Callable[[Step], Iterable[Step]], steps: list[Step]) -> Iterator[Step]:
    return (made for step in steps for made in feed(step))
