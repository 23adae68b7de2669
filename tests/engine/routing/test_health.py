from __future__ import annotations

from fakeai_proxy.engine.routing import Health


def failing(times: int = 3, at: float = 0.0) -> Health:
    health = Health(2, failures=3, seconds=30.0)
    for _ in range(times):
        health.heard(0, at, "failed")
    return health


def test_failures_in_a_row_open_the_breaker() -> None:
    assert failing(2).state(0, 0.0) == "closed"
    health = failing(3)
    assert (health.state(0, 0.0), health.state(1, 0.0)) == ("open", "closed")
    assert not health.usable(0, 29.9)
    assert health.usable(1, 29.9)
    assert not health.well


def test_an_answer_between_breaks_the_row() -> None:
    health = failing(2)
    health.heard(0, 0.0, "answered")
    health.heard(0, 0.0, "failed")
    assert health.well


def test_after_the_cool_down_one_probe_is_let_through() -> None:
    health = failing()
    assert health.state(0, 30.0) == "half-open"
    assert health.usable(0, 30.0)
    health.sent(0, 30.0)
    assert not health.usable(0, 31.0)


def test_a_probe_that_is_answered_closes_the_breaker() -> None:
    health = failing()
    health.sent(0, 30.0)
    health.heard(0, 31.0, "answered")
    assert health.well
    assert health.state(0, 31.0) == "closed"


def test_a_probe_that_fails_opens_it_again() -> None:
    health = failing()
    health.sent(0, 30.0)
    health.heard(0, 31.0, "failed")
    assert health.state(0, 60.9) == "open"
    assert health.state(0, 61.0) == "half-open"
    assert health.usable(0, 61.0)


def test_a_cancelled_probe_lets_the_next_one_through() -> None:
    health = failing()
    health.sent(0, 30.0)
    health.heard(0, 31.0, "cancelled")
    assert health.usable(0, 31.0)
    assert health.state(0, 31.0) == "half-open"


def test_late_failures_do_not_lengthen_the_cool_down() -> None:
    health = failing()
    health.heard(0, 20.0, "failed")
    assert health.state(0, 30.0) == "half-open"


def test_an_operator_has_the_last_word() -> None:
    health = Health(2)
    health.mark(0, up=False)
    assert (health.state(0, 0.0), health.usable(0, 1e9), health.well) == ("down", False, False)
    health.heard(0, 0.0, "failed")
    health.heard(0, 0.0, "answered")
    assert health.state(0, 1e9) == "down"
    health.mark(0, up=True)
    assert health.well


def test_marking_a_worker_up_closes_its_breaker() -> None:
    health = failing()
    health.mark(0, up=True)
    assert health.state(0, 0.0) == "closed"
    assert health.well
