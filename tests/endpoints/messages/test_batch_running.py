import pytest

from fakeai_proxy.endpoints.messages.batch_running import KIND, schedule_of
from tests.endpoints.asking import paced, services


@pytest.mark.parametrize(
    ("cancelled", "after", "state", "due"),
    [
        (None, 0.0, "in_progress", 0),
        (None, 0.75, "in_progress", 500),
        (None, 2.0, "ended", 1000),
        (0.75, 1.0, "canceling", 500),
        (0.75, 1.3, "ended", 500),
    ],
)
def test_a_batch_is_a_function_of_time(cancelled: float | None, after: float, state: str, due: int) -> None:
    to = services(generation=paced())
    body = {"total": 1000, "cancelled_at": None}
    batch = to.resources.create("me", KIND, "0" * 32, body)
    if cancelled is not None:
        batch = to.resources.change(batch, cancelled_at=batch.created + cancelled)
    schedule, now = schedule_of(batch, to), batch.created + after
    assert schedule.state(now) == state
    assert schedule.due(now) == pytest.approx(due, abs=1)
