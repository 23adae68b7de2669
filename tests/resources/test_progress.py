import pytest

from fakeai_proxy.resources import Progress

PHASES = (("validating", 1.0), ("in_progress", 4.0))


@pytest.mark.parametrize(
    ("scale", "passed", "state", "share"),
    [
        (1, 0, "validating", 0),
        (1, 3, "in_progress", 0.5),
        (1, 5, "completed", 1),
        (0.1, 0.3, "in_progress", 0.5),
        (0, 0, "completed", 1),
        (1, -1, "validating", 0),
    ],
)
def test_a_status_is_a_function_of_time(scale, passed, state, share):
    progress = Progress(1000, scale, PHASES, "completed")
    assert progress.state(1000 + passed) == state
    assert progress.share("in_progress", 1000 + passed) == pytest.approx(share)


def test_when_states_began():
    progress = Progress(1000.5, 1, PHASES, "completed")
    assert progress.times(1002) == {"validating": 1000, "in_progress": 1001}
    assert progress.ends == 1005.5
    assert Progress(7, 1, (), "completed").state(7) == "completed"
