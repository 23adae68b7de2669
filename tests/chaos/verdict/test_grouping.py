from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.chaos.verdict.attempt import Attempt
from fakeai_proxy.chaos.verdict.grouping import group
from fakeai_proxy.chaos.verdict.logical import Logical
from fakeai_proxy.chaos.verdict.watch import Watch
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Step
from tests.chaos.verdict.lab import Lab, ask, error, stream, user, waiting

WINDOW = 120.0
OTHER_KEY = "Bearer sk-proj-9876543210zyxwvutsrq"


def grouped(*exchanges: tuple[Request, list[Step]], after: float = 1.0, fault: str = "") -> list[list[int]]:
    """Numbers of the attempts of each logical request; each exchange comes `after` the one before."""
    lab = Lab()
    for request, steps in exchanges:
        lab.exchange(request, steps, fault, after)
    return numbers(group(lab.attempts, WINDOW))


def numbers(requests: tuple[Logical, ...]) -> list[list[int]]:
    return [[attempt.number for attempt in request.attempts] for request in requests]


def test_the_same_after_a_failure_is_a_retry() -> None:
    assert grouped((ask(), error(500)), (ask(), error(500)), (ask(), stream())) == [[1, 2, 3]]


def test_the_same_after_a_success_is_a_new_request() -> None:
    assert grouped((ask(), stream()), (ask(), stream())) == [[1], [2]]


def test_the_same_after_a_whole_reply_with_a_fault_may_be_a_retry() -> None:
    assert grouped((ask(), stream()), (ask(), stream()), fault="payload.garble") == [[1, 2]]
    assert grouped((ask(), stream()), (ask(), stream()), fault="latency.fixed") == [[1], [2]]


def test_too_late_is_a_new_request() -> None:
    assert grouped((ask(), error(500)), (ask(), stream()), after=WINDOW + 1) == [[1], [2]]
    assert grouped((ask(), error(429, retry_after="60")), (ask(), stream()), after=WINDOW + 1) == [[1, 2]]


def test_another_client_or_key_is_a_new_request() -> None:
    assert grouped((ask(), error(500)), (ask(peer="10.0.0.9"), stream())) == [[1], [2]]
    assert grouped((ask(), error(500)), (ask(key=OTHER_KEY), stream())) == [[1], [2]]


def test_another_key_after_401_is_a_retry() -> None:
    assert grouped((ask(), error(401)), (ask(key=OTHER_KEY), stream())) == [[1, 2]]


def test_falling_back_stays_one_request() -> None:
    elsewhere = ask(host="x.openai.azure.com", path="/openai/deployments/d/chat/completions", key=OTHER_KEY)
    assert grouped((ask(), error(503)), (ask(model="gpt-4o-mini"), error(503)), (elsewhere, stream())) == [
        [1, 2, 3]
    ]


def test_other_words_are_a_change_only_where_the_same_cannot_succeed() -> None:
    smaller = ask(max_tokens=10)
    assert grouped((ask(), error(400)), (smaller, stream())) == [[1, 2]]
    assert grouped((ask(), error(500)), (smaller, stream())) == [[1], [2]]


def test_the_next_turn_is_a_new_request() -> None:
    assert grouped((ask("a"), error(500)), (ask("a", user("b")), stream())) == [[1], [2]]


def begun(lab: Lab, **headers: str) -> Watch:
    """A request that is going on a moment later."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    watch = lab.ledger.watch(ask(headers=named))
    lab.clock.advance(0.01)
    return watch


def fail(watch: Watch) -> None:
    for step in error(500):
        watch.client.feed(step)
    watch.client.close()


def test_what_overlaps_is_several_requests() -> None:
    lab = Lab()
    for watch in [begun(lab) for _ in range(3)]:
        fail(watch)
    assert numbers(group(lab.attempts, WINDOW)) == [[1], [2], [3]]


def test_unless_a_key_says_otherwise() -> None:
    lab = Lab()
    for watch in [begun(lab, idempotency_key=key) for key in ("k1", "k1", "k2")]:
        fail(watch)
    assert numbers(group(lab.attempts, WINDOW)) == [[1, 2], [3]]


def test_equal_requests_that_fail_together_are_retried_each() -> None:
    lab = Lab()
    for watch in [begun(lab) for _ in range(5)]:
        fail(watch)
    for _ in range(5):
        lab.exchange(ask(), stream(), after=0.1)
    assert numbers(group(lab.attempts, WINDOW)) == [[1, 6], [2, 7], [3, 8], [4, 9], [5, 10]]


def test_the_count_of_the_sdk_tells_which_is_retried() -> None:
    lab = Lab()
    first, other = begun(lab, x_stainless_retry_count="0"), begun(lab, x_stainless_retry_count="0")
    fail(first)
    again = begun(lab, x_stainless_retry_count="1")
    fail(other)
    lab.clock.advance(1)
    fail(again)
    lab.exchange(ask(headers={"x-stainless-retry-count": "2"}), stream(), after=1)
    assert numbers(group(lab.attempts, WINDOW)) == [[1, 3, 4], [2]]


@pytest.mark.parametrize("key", ["", "same"])
def test_many_requests_are_grouped_in_linear_time(key: str) -> None:
    """Quadratic, this would take minutes."""
    lab = Lab()
    headers = {"idempotency-key": key} if key else {}
    sample = lab.exchange(ask(headers=headers), stream() if key else error(500))
    many = [
        replace(sample, number=index, at=index / 1e3, ended_at=index / 1e3, asked=asked)
        for index in range(8_000)
        for asked in [replace(sample.asked, content=b"%d" % index, dialogue=b"")]
    ]
    assert len(group(many, WINDOW)) == 8_000


Plan = list[tuple[int, int, float]]
STATUS = st.sampled_from([200, 500, 429])
PLANS = st.lists(st.tuples(st.integers(0, 2), STATUS, st.floats(0, 2)), max_size=12)


def run(client: int, plan: Plan) -> list[Attempt]:
    """What one client does, alone: prompt, status of the answer, and the pause before."""
    lab = Lab()
    for prompt, status, pause in plan:
        steps = stream() if status == 200 else error(status)
        lab.exchange(ask(f"p{prompt}", peer=f"10.0.0.{client}"), waiting(0.1, steps), after=pause)
    return list(lab.attempts)


def name(request: Logical) -> tuple[str, int]:
    return request.first.asked.client, request.first.number


@given(st.lists(PLANS, min_size=1, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_groups_do_not_depend_on_how_clients_interleave(plans: list[Plan], chance: Random) -> None:
    clients = [run(client, plan) for client, plan in enumerate(plans)]
    alone = [request for attempts in clients for request in group(attempts, WINDOW)]
    mixed = [attempt for attempts in clients for attempt in attempts]
    chance.shuffle(mixed)
    together = group(mixed, WINDOW)
    assert sorted(together, key=name) == sorted(alone, key=name)
    assert sum(len(request.attempts) for request in together) == len(mixed)


def test_equal_requests_that_overlap_take_no_longer() -> None:
    lab = Lab()
    sample = lab.exchange(ask(), error(500))
    many = [
        replace(sample, number=index, at=index / 1e3, ended_at=index / 1e3 + 60) for index in range(8_000)
    ]
    assert len(group(many, WINDOW)) == 8_000
