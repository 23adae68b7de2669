import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.batches.schedule import Schedule
from fakeai_proxy.resources import ResourceSettings
from tests.resources.test_store import NAME, opened

FAST = ResourceSettings(batch_seconds=1, batch_request_seconds=0.1, batch_window_seconds=100)
CLOCK = 1_700_000_000


def schedule(total=10, cancelling_at=None, errors=(), scale=1.0, **changed):
    facts = {"total": total, "errors": list(errors), "cancelling_at": cancelling_at}
    batch = opened().create("me", "batch", NAME, facts)
    return Schedule(batch, FAST.model_copy(update=changed), scale)


@pytest.mark.parametrize(
    ("fields", "passed", "state", "due"),
    [
        ({}, 0, "validating", 0),
        ({}, 1.55, "in_progress", 5),
        ({}, 2.5, "finalizing", 10),
        ({}, 3, "completed", 10),
        ({"scale": 0.1}, 0.3, "completed", 10),
        ({"scale": 0}, 0, "completed", 10),
        ({"errors": [1]}, 5, "failed", 0),
        ({"cancelling_at": CLOCK + 1.55}, 2, "cancelling", 5),
        ({"cancelling_at": CLOCK + 1.55}, 9, "cancelled", 5),
        ({"cancelling_at": CLOCK + 0.5}, 9, "cancelled", 0),
        ({"batch_window_seconds": 1.55}, 9, "expired", 5),
        ({"batch_window_seconds": 1.55, "cancelling_at": CLOCK + 1.5}, 9, "cancelled", 5),
        ({"total": None}, 0.5, "validating", 0),
    ],
)
def test_states(fields, passed, state, due):
    found = schedule(**fields)
    assert (found.state(CLOCK + passed), found.due(CLOCK + passed)) == (state, due)


@given(st.floats(0, 20), st.none() | st.floats(0, 5), st.floats(0.5, 9), st.sampled_from([0, 0.5, 1]))
@settings(max_examples=50)
def test_time_only_goes_forward(passed, cancelled, window, scale):
    at = None if cancelled is None else CLOCK + cancelled
    found = schedule(cancelling_at=at, batch_window_seconds=window, scale=scale)
    times = [*found.times(CLOCK + passed).values()]
    assert times == sorted(times)
    assert found.due(CLOCK + passed) <= found.due(CLOCK + 50) <= 10
