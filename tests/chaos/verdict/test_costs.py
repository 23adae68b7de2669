from fakeai_proxy.chaos.verdict.costs import latency_added, tokens_lost
from fakeai_proxy.chaos.verdict.grouping import group
from fakeai_proxy.chaos.verdict.logical import Logical
from fakeai_proxy.core.steps import Step
from tests.chaos.verdict.lab import Lab, ask, cut, error, stream, waiting


def request(*steps: list[Step], after: float = 2.0) -> Logical:
    lab = Lab()
    for each in steps:
        lab.exchange(ask(), each, after=after)
    (found,) = group(lab.attempts, 120)
    return found


def test_latency_is_what_came_before_the_answer() -> None:
    assert latency_added(request(stream())) == 0.0
    assert latency_added(request(waiting(1, error(500)), waiting(3, stream()))) == 3.0


def test_without_an_answer_all_of_it_is_lost() -> None:
    assert latency_added(request(waiting(1, error(500)), waiting(0.5, error(500)))) == 3.5


def test_a_cut_still_bills() -> None:
    assert tokens_lost(request(cut("one two three"), stream("one two three four"))) == 3
    assert tokens_lost(request(error(500), stream("one"))) == 0
