from __future__ import annotations

from fakeai_proxy.chaos.hypothesis import Hypothesis
from fakeai_proxy.chaos.outcomes import OutcomeLog
from fakeai_proxy.chaos.safety import Probe

from .test_metrics import outcome


def hypothesis(*outcomes: tuple[float, int]) -> tuple[Hypothesis, OutcomeLog]:
    """At least nine in ten requests succeed; outcomes: when, and status."""
    log = OutcomeLog()
    for number, (at, status) in enumerate(outcomes):
        log.add(outcome(str(number), status, at=at))
    return Hypothesis((Probe(metric="client_success_ratio", window=10, min=0.9),), log), log


def test_it_holds_where_nothing_is_known_and_where_all_is_well() -> None:
    nothing, _ = hypothesis()
    assert nothing.look("before", 10, 0)
    assert nothing.told()[0]["before"] is None
    well, _ = hypothesis((1, 200), (2, 200))
    assert well.look("before", 10, 0)
    assert well.told()[0]["before"] == {"held": True, "value": 1, "worst": 1, "outcomes": 2}
    assert well.held


def test_once_broken_it_stays_so_for_its_phase_and_the_worst_is_kept() -> None:
    looked, log = hypothesis((1, 200), (2, 500))
    assert not looked.look("during", 2, 0)
    for n in range(98):
        log.add(outcome(f"n{n}", at=3.0))
    assert looked.look("during", 3, 0)
    during = looked.told()[0]["during"]
    assert (during["held"], during["value"], during["worst"]) == (False, 0.99, 0.5)
    assert not looked.held


def test_a_phase_sees_what_ended_in_it_and_in_the_window() -> None:
    looked, _ = hypothesis((1, 500), (5, 200), (20, 200))
    assert looked.look("after", 21, 4)
    assert looked.told()[0]["after"]["outcomes"] == 1
