import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.batches.running import checked
from tests.endpoints.asking import context, services

from .written import begun, line


def test_a_file_is_checked_in_slices():
    to = services(clock=ManualClock())
    id = begun(to, b"".join(line(str(at)) for at in range(450)))
    asked = context(to)
    work = checked(to.resources.need(asked.owner, "batch", id), asked)
    assert [next(work) for _ in range(3)] == [Wait(0)] * 3
    with pytest.raises(StopIteration) as ended:
        next(work)
    assert (ended.value.value.body["total"], ended.value.value.body["errors"]) == (450, [])
