from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.assistants.course import ACTIVE, EXPIRES, Course
from fakeai_proxy.resources import Resource

TURN = {"began": 1_000.0, "queued": 1.0, "seconds": 10.0, "ends": "completed"}


def course(now: float, *turns, cancelled=None, scale=1.0):
    body = {"turns": [{**TURN, **turn} for turn in turns], "cancelled_at": cancelled}
    return Course(Resource(1, "", "thread.run", "run_a", "thread_a", 1_000.0, None, body), scale, now)


def test_one_turn():
    assert [course(now, {}).status for now in (1_000, 1_001, 1_011)] == ["queued", "in_progress", "completed"]
    assert course(1_011, {}).ended == 1_011
    assert course(1_000, {}, scale=0).status == "completed"


def test_it_waits_for_its_tools_and_then_goes_on():
    asking = {"ends": "requires_action"}
    assert course(1_300, asking).status == "requires_action"
    answered = [asking, {"began": 1_300.0}]
    assert [course(now, *answered).status for now in (1_300, 1_302, 1_311)] == [
        "queued",
        "in_progress",
        "completed",
    ]
    assert course(1_302, *answered).starts(0) == 1_001


def test_it_expires_unless_it_is_over():
    late = course(1_000 + EXPIRES, {"ends": "requires_action"})
    assert (late.status, late.stopped, late.ended) == ("expired", 1_600, 1_600)
    assert course(1_000 + EXPIRES, {}).status == "completed"
    assert course(5_000, {"seconds": 1_000.0}).status == "expired"


def test_it_stops_when_it_is_cancelled():
    assert [course(now, {}, cancelled=1_005.0).status for now in (1_005, 1_005.3)] == [
        "cancelling",
        "cancelled",
    ]
    stopped = course(1_100, {}, cancelled=1_005.0)
    assert (stopped.reached, stopped.ended) == (1_005, 1_005.2)


@settings(max_examples=25)
@given(
    st.floats(1_000, 3_000), st.sampled_from(["completed", "incomplete", "requires_action"]), st.floats(0, 10)
)
def test_what_is_over_stays_over(now, ends, scale):
    before, after = course(now, {"ends": ends}, scale=scale), course(now + 10, {"ends": ends}, scale=scale)
    assert before.active or after.status == before.status
    assert (before.ended == float("inf")) == (before.status in ACTIVE)
