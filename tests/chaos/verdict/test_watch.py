from math import inf, isfinite

from fakeai_proxy.chaos.verdict.attempt import Attempt, Injected
from fakeai_proxy.chaos.verdict.watch import Watch
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, End, Head, Raw, Step, Wait
from fakeai_proxy.core.transform import Pipeline
from tests.chaos.verdict.lab import SSE_HEAD, Lab, ask, cut, error, stream, unfinished, waiting, words

FAULT = (Injected("stream.cut"),)


def test_a_whole_answer() -> None:
    attempt = Lab().exchange(ask(), waiting(0.5, stream("one two")))
    assert (attempt.number, attempt.at, attempt.head_at, attempt.ended_at) == (1, 100.0, 100.5, 100.5)
    assert (attempt.status, attempt.ended, attempt.usable) == (200, "complete", True)
    assert (attempt.upstream, attempt.upstream_tokens, attempt.injected) == (200, 2, ())


def test_an_answer_that_ends_too_early() -> None:
    attempt = Lab().exchange(ask(), unfinished())
    assert (attempt.ended, attempt.usable) == ("unfinished", False)


def test_an_error_is_complete() -> None:
    attempt = Lab().answered(ask(), error(429, "insufficient_quota", retry_after="2"), "http.error")
    assert (attempt.ended, attempt.usable, attempt.upstream) == ("complete", False, 0)
    assert (attempt.told.retry_after, attempt.told.hopeless) == (2.0, "the quota is used up")
    assert attempt.injected == (Injected("http.error", "lab", "rule"),)


def test_bytes_past_the_framing_break_it() -> None:
    assert Lab().exchange(ask(), [*stream()[:-1], Raw(b"zz"), End()]).ended == "cut"


def test_steps_pass_untouched() -> None:
    watch = Watch(1, ask(), (), clock=ManualClock(), salt=b"", done=lambda watch: None)
    for step in (Wait(1), Head(200), Data(b"x"), Raw(b"y"), Abort(), End()):
        assert list(watch.client.feed(step)) == list(watch.upstream.feed(step)) == [step]


def through_a_fault(source: list[Step], faulty: list[Step]) -> Attempt:
    """What upstream sends, and what a fault makes of it."""
    over: list[Watch] = []
    clock = ManualClock()
    watch = Watch(1, ask(), FAULT, clock=clock, salt=b"", done=over.append)
    for step in source:
        watch.upstream.feed(step)
    for step in faulty:
        watch.client.feed(step)
        clock.advance(step.seconds if isinstance(step, Wait) and isfinite(step.seconds) else 0)
    Pipeline(watch.upstream, watch.client).close()
    assert over == [watch]
    return watch.attempt()


def test_what_upstream_spent_is_told_apart_from_what_came() -> None:
    attempt = through_a_fault([SSE_HEAD, *words("a b c d")], [SSE_HEAD, *words("a"), Abort()])
    assert (attempt.heard.tokens, attempt.upstream_tokens, attempt.upstream) == (1, 4, 200)


def test_what_a_fault_held_up() -> None:
    attempt = through_a_fault([Wait(1), *stream()], [Wait(1), Wait(2.5), *stream()])
    assert attempt.delay == 2.5
    assert through_a_fault(stream(), [Wait(inf), *stream()]).delay == 0.0


def test_it_can_be_asked_while_it_is_open() -> None:
    clock = ManualClock()
    watch = Watch(1, ask(), (), clock=clock, salt=b"", done=lambda watch: None)
    for step in cut()[:-1]:
        watch.client.feed(step)
    clock.advance(7)
    attempt = watch.attempt()
    assert (attempt.ended, attempt.silence, attempt.usable) == ("open", 7.0, False)
