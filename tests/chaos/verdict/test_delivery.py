from math import inf

from fakeai_proxy.chaos.verdict.delivery import Delivery, declared
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Data, End, Head, Hold, Step, Wait

OK = Head(200)


def delivered(*steps: Step, leaves_after: float = 0.0) -> tuple[Delivery, list[Step]]:
    """All steps come at once, as those of a live reply do; the client stays for a while."""
    clock, seen = ManualClock(), list[Step]()
    delivery = Delivery(clock, seen.append)
    for step in steps:
        delivery.feed(step)
    clock.advance(leaves_after)
    delivery.close()
    return delivery, seen


def test_a_reply_that_ends_is_complete() -> None:
    delivery, seen = delivered(OK, Data(b"abc"), End())
    assert delivery.ended() == (0.0, "complete")
    assert (delivery.status, delivery.size, delivery.head_at) == (200, 3, 0.0)
    assert seen == [OK, Data(b"abc"), End()]


def test_a_reply_that_breaks_off_is_cut() -> None:
    assert delivered(OK, Data(b"abc"), Abort())[0].ended() == (0.0, "cut")
    assert delivered(Abort("reset"))[0].ended() == (0.0, "cut")


def test_a_body_shorter_than_declared_is_cut() -> None:
    head = Head(200, (("Content-Length", "5"),))
    assert delivered(head, Data(b"abc"), End())[0].ended()[1] == "cut"
    assert delivered(head, Data(b"abcde"), End())[0].ended()[1] == "complete"


def test_what_is_not_due_when_the_client_leaves_did_not_reach_it() -> None:
    delivery, seen = delivered(OK, Data(b"abc"), Wait(5), Data(b"def"), End(), leaves_after=2)
    assert delivery.ended() == (2.0, "timeout")
    assert (delivery.size, delivery.last_at) == (3, 0.0)
    assert seen == [OK, Data(b"abc")]


def test_what_is_due_counts_from_when_it_was() -> None:
    delivery, _ = delivered(Wait(1), OK, Wait(0.5), Data(b"abc"), End(), leaves_after=9)
    assert (delivery.head_at, delivery.last_at) == (1.0, 1.5)
    assert delivery.ended() == (1.5, "complete")
    assert delivery.waited == 1.5


def test_the_longest_silence() -> None:
    delivery, _ = delivered(Wait(1), OK, Wait(3), Data(b"a"), Wait(2), Data(b"b"), End(), leaves_after=9)
    assert (delivery.silence, delivery.last_at) == (3.0, 6.0)


def test_after_an_endless_wait_nothing_comes() -> None:
    delivery, seen = delivered(OK, Wait(inf), Data(b"abc"), End(), leaves_after=60)
    assert delivery.ended() == (60.0, "timeout")
    assert seen == [OK]
    assert delivery.waited == 0.0


def test_leaving_while_it_comes_is_no_timeout() -> None:
    assert delivered(OK, Data(b"abc"), leaves_after=0.05)[0].ended() == (0.05, "left")


def test_it_is_open_until_it_is_closed() -> None:
    clock = ManualClock()
    delivery = Delivery(clock, lambda step: None)
    delivery.feed(OK)
    clock.advance(3)
    assert delivery.ended() == (3.0, "open")


def test_a_content_length_that_is_no_number_declares_nothing() -> None:
    assert declared(Head(200, (("content-length", "-1"),))) is None
    assert declared(Head(200, (("content-length", "9" * 30),))) is None
    assert declared(Head(200, (("content-length", "12"),))) == 12


def test_what_was_let_go_comes_then() -> None:
    clock, hold, seen = ManualClock(), Hold(), list[Step]()
    delivery = Delivery(clock, seen.append)
    for step in (OK, Data(b"abc"), Wait(inf, hold), Data(b"def")):
        delivery.feed(step)
    clock.advance(3)
    hold.release()
    for step in (Wait(5, hold), Data(b"ghi"), End()):
        delivery.feed(step)
    delivery.close()
    assert seen == [OK, Data(b"abc"), Data(b"def"), Data(b"ghi"), End()]
    assert (delivery.last_at, delivery.silence) == (3.0, 3.0)
    assert delivery.ended() == (3.0, "complete")
