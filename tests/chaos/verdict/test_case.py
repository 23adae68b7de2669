import pytest

from fakeai_proxy.chaos.verdict import Observation, Policy
from fakeai_proxy.chaos.verdict.case import Case, Later, after
from fakeai_proxy.chaos.verdict.logical import Logical
from tests.chaos.verdict.lab import Lab, ask, error, said, stream, unfinished, user


def test_later_requests_that_tell_of_a_reply() -> None:
    lab = Lab()
    reply = lab.exchange(ask("a"), unfinished("one two"))
    result = {"role": "tool", "tool_call_id": "c1", "content": "42"}
    carries = lab.exchange(ask("a", said("one  two "), user("b")), stream(), after=1)
    answers = lab.exchange(ask("a", said("x"), result), stream(), after=1)
    stranger = lab.exchange(ask("a", said("one two"), result, peer="10.0.0.9"), stream(), after=1)
    later = Later(lab.attempts)
    assert later.saying(reply) == [carries]
    assert later.answering(reply, "c1") == [answers]
    assert later.answering(reply, "") == []
    assert later.repeating(reply) == []
    assert stranger not in later.saying(reply)


def test_what_came_before_tells_nothing() -> None:
    lab = Lab()
    before = lab.exchange(ask("a", said("one two"), user("b")), stream())
    reply = lab.exchange(ask("a"), unfinished("one two"), after=1)
    assert after(reply, [before, reply]) == []


@pytest.mark.parametrize(
    ("waited", "over", "told", "settled"),
    [
        (5, False, "", False),
        (15, False, "", True),
        (5, True, "", True),
        (15, False, "30", False),
        (45, False, "30", True),
    ],
)
def test_when_one_has_looked_long_enough(waited: float, over: bool, told: str, settled: bool) -> None:
    lab = Lab()
    attempt = lab.exchange(ask(), error(503, **({"retry_after": told} if told else {})))
    seen = Observation((attempt,), until=lab.clock.now() + waited, over=over)
    assert Case(Logical((attempt,)), Policy(), seen, Later(())).settled is settled


def test_what_is_going_on_is_not_settled() -> None:
    lab = Lab()
    lab.ledger.watch(ask())
    seen = lab.observe()
    assert not Case(Logical(seen.attempts), Policy(), seen, Later(())).settled
