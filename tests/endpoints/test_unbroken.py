import pytest

from fakeai_proxy.core.steps import Abort, Data, End, Head, Wait
from fakeai_proxy.endpoints.unbroken import unbroken
from fakeai_proxy.engine import WorkerLost

REFUSAL = [Head(500), Data(b"sorry"), End()]


def failing(*steps):
    yield from steps
    raise WorkerLost(0)


def refuse(loss):
    return iter(REFUSAL)


def test_what_is_well_passes_as_it_is():
    steps = [Wait(0.5), Head(200), Data(b"a"), End()]
    assert list(unbroken(iter(steps), refuse)) == steps


def test_before_the_head_there_is_an_error():
    assert list(unbroken(failing(Wait(0.5)), refuse)) == [Wait(0.5), *REFUSAL]


def test_after_the_head_it_breaks_off():
    assert list(unbroken(failing(Head(200), Data(b"a")), refuse)) == [Head(200), Data(b"a"), Abort()]


def test_other_failures_are_not_its_business():
    def broken():
        yield Head(200)
        raise KeyError

    with pytest.raises(KeyError):
        list(unbroken(broken(), refuse))


@pytest.mark.parametrize("pulled", [0, 1])
def test_it_closes_what_it_wraps(pulled):
    closed = []

    def inner():
        try:
            yield Head(200)
            yield End()
        finally:
            closed.append(True)

    wrapped = inner()
    reply = unbroken(wrapped, refuse)
    for _ in range(pulled):
        next(reply)
    reply.close()
    assert closed or not pulled
    assert next(wrapped, None) is None
