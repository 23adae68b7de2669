from __future__ import annotations

from collections.abc import Iterable

from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.faults.guard import FAILED, Guard
from tests.chaos.asking import OK


class Failing:
    """Doubles each step, and raises at the one of kind `at`, or when it is closed."""

    skipped = "its moment did not come"

    def __init__(self, at: type | str) -> None:
        self.at = at

    def feed(self, step: Step) -> Iterable[Step]:
        yield step
        if type(step) is self.at:
            raise ValueError("broken")
        yield step

    def close(self) -> None:
        if self.at == "close":
            raise ValueError("broken")


def through(at: type | str) -> tuple[list[Step], list[str], list[str]]:
    failed, skipped = list[str](), list[str]()
    guard = Guard(Failing(at), lambda failure: failed.append(str(failure)), skipped.append)
    steps = [after for step in OK for after in guard.feed(step)]
    guard.close()
    return steps, failed, skipped


def test_a_fault_that_fails_leaves_the_rest_as_it_is() -> None:
    head, data, end = OK
    assert through(Data) == ([head, head, data, end], ["broken"], [FAILED])
    assert through(Head) == ([*OK], ["broken"], [FAILED])


def test_one_that_does_nothing_says_why_in_the_end() -> None:
    assert through(bytes)[1:] == ([], ["its moment did not come"])


def test_it_may_fail_as_it_is_closed() -> None:
    assert through("close")[1:] == (["broken"], [FAILED])


def test_a_failure_is_told_once() -> None:
    failed = list[Exception]()
    guard = Guard(Failing(End), failed.append)
    for _ in range(2):
        list(guard.feed(End()))
    assert len(failed) == 1


def test_what_does_something_is_told_once() -> None:
    struck = list[int]()
    fault = Failing(bytes)
    guard = Guard(fault, print, print, lambda: struck.append(1))
    list(guard.feed(End()))
    assert struck == []
    fault.skipped = ""
    for _ in range(2):
        list(guard.feed(End()))
    guard.close()
    assert struck == [1]
