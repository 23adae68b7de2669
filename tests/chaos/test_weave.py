from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
import pytest

from fakeai_proxy.chaos.weave import Met, Threads, woven
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Forward, Request, Upgrade
from fakeai_proxy.core.steps import Abort, Data, End, Head, Reply, Step
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.faults import AnswerFault, Fault, Hit, ReplyFault, RequestFault
from fakeai_proxy.faults.connection.answer import Reset
from fakeai_proxy.faults.http.page import HtmlPage
from fakeai_proxy.faults.stream.cut import Cut
from fakeai_proxy.faults.when import When

from .asking import EVENTS, OK, ok, reply, request, steps, stream

CLOCK = ManualClock()


class Renamed(RequestFault):
    """The model is another."""

    type: Literal["test.renamed"] = "test.renamed"

    def change(self, hit: Hit) -> Request:
        return replace(hit.request, body=b'{"model": "other"}')


class Odd(AnswerFault, ReplyFault):
    """Answers every other request, and lets the rest through in capitals."""

    reads_content: ClassVar[bool] = True
    resizes: ClassVar[bool] = True

    type: Literal["test.odd"] = "test.odd"

    def answer(self, hit: Hit) -> Reply | None:
        hit.memory["met"] = hit.memory.get("met", 0) + 1
        return iter((Head(418), End())) if hit.memory["met"] % 2 else None

    def start(self, hit: Hit) -> Capitals:
        return Capitals()


class Capitals:
    def feed(self, step: Step) -> Iterable[Step]:
        return (Data(step.body.upper()),) if isinstance(step, Data) else (step,)

    def close(self) -> None:
        return None


class Broken(RequestFault, AnswerFault, ReplyFault):
    """Raises wherever it can."""

    type: Literal["test.broken"] = "test.broken"

    def change(self, hit: Hit) -> Request:
        raise ValueError("change")

    def answer(self, hit: Hit) -> Reply | None:
        raise ValueError("answer")

    def start(self, hit: Hit) -> Capitals:
        raise ValueError("start")


class Look:
    """Remembers what passed, and whether it was closed."""

    def __init__(self) -> None:
        self.seen: list[Step] = []
        self.closed = 0

    def feed(self, step: Step) -> Iterable[Step]:
        self.seen.append(step)
        return (step,)

    def close(self) -> None:
        self.closed += 1


def met(*faults: Fault, when: When | None = None) -> Sequence[Met]:
    memory: dict[str, object] = {}
    hit = Hit(request(), np.random.default_rng(0), CLOCK, memory=memory)
    return [Met(fault, when, hit) for fault in faults]


def echo(asked: Request) -> Answer:
    return iter((Head(200), Data(asked.body), End()))


def test_without_faults_all_is_as_it_was() -> None:
    assert steps(woven(request(), (), ok, Threads())) == [*OK]


def test_what_is_asked_is_what_the_last_request_fault_says() -> None:
    assert steps(woven(request(), met(Renamed()), echo, Threads()))[1] == Data(b'{"model": "other"}')
    answer = woven(request(), met(Renamed()), lambda asked: Forward("http://up"), Threads())
    assert isinstance(answer, Forward)
    assert answer.request is not None
    assert answer.request.body == b'{"model": "other"}'
    untouched = woven(request(), met(Cut()), lambda asked: Forward(), Threads())
    assert isinstance(untouched, Forward)
    assert untouched.request is None


def test_what_the_mode_asks_upstream_stays() -> None:
    further = Request("POST", "/further")
    answer = woven(request(), met(Renamed()), lambda asked: Forward(request=further), Threads())
    assert isinstance(answer, Forward)
    assert answer.request is further


def test_the_first_that_answers_does_and_nobody_is_asked() -> None:
    before, after = Look(), Look()
    threads = Threads(before=(before,), after=(after,))

    def never(asked: Request) -> Answer:
        raise AssertionError

    assert Abort("reset") in steps(woven(request(), met(Reset(), Odd()), never, threads))
    assert (before.seen, after.closed) == ([], 1)


def test_one_that_lets_through_sees_the_reply() -> None:
    faults = met(Odd())
    assert steps(woven(request(), faults, ok, Threads())) == [Head(418), End()]
    packed = (
        Head(200, (("content-encoding", "gzip"), ("content-length", "9"))),
        Data(gzip.compress(b"hi")),
        End(),
    )
    played = steps(woven(request(), faults, lambda asked: iter(packed), Threads()))
    assert played[0] == Head(200)
    assert b"".join(step.body for step in played if isinstance(step, Data)) == b"HI"


def test_one_that_was_not_asked_sees_the_reply_too() -> None:
    faults = met(HtmlPage(), Odd())
    page = steps(woven(request(), faults, ok, Threads()))
    assert any(isinstance(step, Data) and b"JUST A MOMENT" in step.body for step in page)
    assert faults[1].hit.memory == {}


def test_a_timed_fault_begins_at_its_moment_and_at_its_own_where_none_is_told() -> None:
    cut = steps(woven(request(), met(Cut(), when=When(after_events=2)), stream, Threads()))
    assert cut == [*EVENTS[:3], Abort()]
    assert Abort() in steps(woven(request(), met(Cut()), stream, Threads()))


def test_a_live_reply_passes_behind_what_watches_it_already() -> None:
    first, before, after = Look(), Look(), Look()
    answer = woven(
        request(),
        met(Cut(), when=When(after_events=1)),
        lambda asked: Forward(pipeline=Pipeline(first)),
        Threads(before=(before,), after=(after,)),
    )
    assert isinstance(answer, Forward)
    played = [made for step in EVENTS[:3] for made in answer.pipeline.feed(step)]
    assert played[:3] == [*EVENTS[:2], Abort()]
    assert first.seen == before.seen == [*EVENTS[:3]]
    assert after.seen == played
    answer.pipeline.close()
    assert (first.closed, before.closed, after.closed) == (1, 1, 1)


def test_failures_are_told_and_all_goes_on() -> None:
    failed, skipped = list[str](), list[str]()
    threads = Threads(
        failed=lambda failure: failed.append(str(failure)), skipped=lambda met, why: skipped.append(why)
    )
    assert steps(woven(request(), met(Broken()), ok, threads)) == [*OK]
    assert failed == ["change", "answer", "start"]
    assert set(skipped) == {"failed"}


def test_whoever_is_told_may_raise_instead() -> None:
    def raising(failure: Exception) -> None:
        raise failure

    with pytest.raises(ValueError, match="change"):
        woven(request(), met(Broken()), ok, Threads(failed=raising))


def test_a_websocket_is_left_alone() -> None:
    look = Look()
    upgrade = Upgrade(None)  # type: ignore[arg-type]
    assert woven(request(), met(Cut()), lambda asked: upgrade, Threads(after=(look,))) is upgrade
    assert look.closed == 1


def test_a_reply_that_nobody_pulls_is_closed_all_the_same() -> None:
    look = Look()
    reply(woven(request(), (), ok, Threads(after=(look,)))).close()  # type: ignore[attr-defined]
    assert look.closed == 1
