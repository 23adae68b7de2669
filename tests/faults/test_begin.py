from __future__ import annotations

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step
from fakeai_proxy.faults.begin import NO_MOMENT, NO_REPLY, NOTHING_MEANT, begun, reads_content
from fakeai_proxy.faults.when import When

from .replies import CHAT_EVENTS, COMPLETION, STREAM, at_work, fault, fed, hit, stream, whole


def test_a_fault_strikes_at_its_own_moment_and_at_the_rules() -> None:
    assert fed(begun(fault("stream.cut"), hit()), stream()) == [
        STREAM,
        *map(Data, CHAT_EVENTS[:3]),
        Abort(),
    ]
    cut = begun(fault("stream.cut"), hit(), When(after_events=1))
    assert fed(cut, stream()) == [STREAM, Data(CHAT_EVENTS[0]), Abort()]
    assert cut.skipped is None


def test_what_it_means_nothing_for_passes() -> None:
    duplicate = at_work("stream.duplicate")
    assert duplicate.skipped == NO_REPLY
    assert fed(duplicate, whole()) == whole()
    assert duplicate.skipped == "not a stream of events"


def test_a_moment_that_does_not_come_is_told() -> None:
    late = at_work("stream.cut", {"after_events": 50})
    assert fed(late, stream()) == stream()
    assert late.skipped == NO_MOMENT


def test_a_reply_without_what_it_means_is_told() -> None:
    drop = at_work({"type": "stream.drop", "kind": "usage"})
    assert fed(drop, stream(CHAT_EVENTS[:5])) == stream(CHAT_EVENTS[:5])
    assert drop.skipped == NOTHING_MEANT


def test_a_body_that_may_change_its_length_declares_none() -> None:
    head, *rest = fed(at_work("stream.end"), whole())
    assert head == Head(200, (("content-type", "application/json"),))
    assert rest == [Data(COMPLETION[: len(COMPLETION) // 2]), End()]


def test_a_fault_that_is_not_timed_sees_the_reply_whole() -> None:
    late = at_work({"type": "latency.end", "delay": 5})
    steps: list[Step] = fed(late, stream())
    assert late.skipped is None
    assert steps[0] == STREAM


def test_who_reads() -> None:
    assert reads_content(fault("stream.duplicate"))
    assert reads_content(fault("stream.cut"))
    assert not reads_content(fault("stream.cut"), When(after_bytes=3))
    assert not reads_content(fault({"type": "latency.end", "delay": 5}), When(at="finish"))
