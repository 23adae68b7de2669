from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.chaos.verdict import POLICIES, Observation, Policy, judge
from tests.chaos.verdict.lab import Lab, ask, error, stream, waiting


def test_nothing_that_went_wrong_is_untested() -> None:
    lab = Lab()
    lab.exchange(ask(), stream())
    verdict = lab.verdict()
    assert (verdict.outcome, verdict.exit_code, verdict.untouched, verdict.requests) == ("untested", 3, 1, ())
    assert judge(Observation(())).outcome == "untested"


def test_a_good_client_passes() -> None:
    lab = Lab()
    lab.answered(ask(), error(429, retry_after="2"), "http.error")
    lab.exchange(ask(), stream(), after=2.1)
    verdict = lab.verdict()
    assert (verdict.outcome, verdict.exit_code) == ("passed", 0)
    assert lab.codes() == {"retried", "recovered", "waited_as_told"}


def test_policies_differ_in_what_they_let_pass() -> None:
    lab = Lab()
    lab.answered(ask(), error(500), "http.error")
    assert lab.codes() == {"no_retry"}
    assert lab.verdict(POLICIES["strict"]).exit_code == 1
    assert lab.verdict(POLICIES["lenient"]).exit_code == 0
    assert lab.verdict(Policy(fails_on="unknown")).exit_code == 1


def test_not_knowing_fails_nobody() -> None:
    lab = Lab()
    lab.exchange(ask(), stream(), "payload.garble")
    assert lab.codes() == {"cannot_tell"}
    assert lab.verdict().outcome == "passed"


def test_each_fault_has_its_own_verdict() -> None:
    lab = Lab()
    lab.answered(ask("a"), waiting(1, error(500)), "http.error")
    lab.exchange(ask("a"), stream(), "latency.fixed", after=1)
    lab.exchange(ask("b"), error(500))
    lab.exchange(ask("c"), stream())
    verdict = lab.verdict()
    assert [each.fault for each in verdict.faults] == ["", "http.error", "latency.fixed"]
    _, http, latency = verdict.faults
    assert (http.injected, http.requests, http.recovered, http.latency_added) == (1, 1, 1, 2.0)
    assert (latency.injected, latency.worst) == (1, "good")
    assert verdict.faults[0].findings == {"no_retry": 1}
    assert (verdict.untouched, verdict.attempts) == (1, 4)


PLAN = st.lists(st.tuples(st.integers(0, 1), st.sampled_from([200, 400, 500]), st.floats(0, 1)), max_size=10)


@given(PLAN, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_attempts_does_not_count(plan: list[tuple[int, int, float]], chance: Random) -> None:
    lab = Lab()
    for prompt, status, pause in plan:
        lab.exchange(ask(f"p{prompt}"), stream() if status == 200 else error(status), after=pause)
    seen = lab.observe()
    mixed = list(seen.attempts)
    chance.shuffle(mixed)
    assert judge(seen) == judge(Observation(tuple(mixed), seen.since, seen.until, seen.over))
