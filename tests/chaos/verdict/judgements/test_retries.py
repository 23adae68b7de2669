import pytest

from fakeai_proxy.chaos.verdict import Policy
from fakeai_proxy.core.steps import Abort, Step
from tests.chaos.verdict.lab import Lab, ask, cut, error, stream, waiting

GOOD = {"retried", "recovered"}
OTHER_KEY = "Bearer sk-proj-9876543210zyxwvutsrq"


def after(*replies: list[Step], pause: float = 1.0) -> Lab:
    """One client that asks the same again for each reply."""
    lab = Lab()
    for reply in replies:
        lab.exchange(ask(), reply, "http.error", pause)
    return lab


def test_a_retry_that_helps() -> None:
    assert after(error(500), stream()).codes() == GOOD | {"cannot_tell"}
    lab = Lab()
    lab.answered(ask(), error(500), "http.error")
    lab.exchange(ask(), stream(), after=1)
    assert lab.codes() == GOOD


@pytest.mark.parametrize("reply", [error(408), error(409), error(429), error(503), [Abort("reset")], cut()])
def test_no_retry_of_what_may_pass(reply: list[Step]) -> None:
    assert after(reply).codes() == {"no_retry"}


@pytest.mark.parametrize(
    "reply",
    [
        error(400),
        error(401),
        error(413),
        error(429, "insufficient_quota"),
        error(429, "rate_limit_exceeded", "Request too large for gpt-4o"),
        error(503, x_should_retry="false"),
        error(429, retry_after="86400"),
    ],
)
def test_giving_up_at_once_where_that_is_right(reply: list[Step]) -> None:
    assert after(reply).codes() == {"gave_up"}


def test_giving_up_after_retries() -> None:
    assert after(error(500), error(500), error(500)).codes() == {"retried", "gave_up"}


def test_one_cannot_tell_before_one_has_looked_long_enough() -> None:
    assert after(error(500)).codes(over=False) == {"cannot_tell"}


def test_a_client_that_leaves_may_mean_to() -> None:
    lab = Lab()
    watch = lab.ledger.watch(ask())
    for step in stream()[:2]:
        watch.client.feed(step)
    watch.client.close()
    assert lab.codes() == {"cannot_tell"}


def test_a_timeout_without_a_retry() -> None:
    lab = Lab()
    watch = lab.ledger.watch(ask())
    lab.clock.advance(2)
    watch.client.close()
    assert lab.codes() == {"no_retry"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_retries_of_what_cannot_succeed(status: int) -> None:
    assert after(error(status), error(status)).codes() == {"retried_hopeless", "gave_up"}


def test_another_key_after_401_is_no_vain_retry() -> None:
    lab = Lab()
    lab.exchange(ask(), error(401))
    lab.exchange(ask(key=OTHER_KEY), stream(), after=1)
    assert lab.codes() == {"recovered"}


def test_a_used_up_quota_may_be_asked_a_few_times() -> None:
    quota = error(429, "insufficient_quota")
    assert after(quota, quota, quota).codes() == {"wasted_retry", "gave_up"}
    assert after(*[quota] * 4).codes() == {"retried_hopeless", "gave_up"}


def test_x_should_retry_is_the_last_word() -> None:
    no, yes = error(503, x_should_retry="false"), error(400, x_should_retry="true")
    assert after(no, error(503)).codes() == {"retried", "ignored_should_retry", "gave_up"}
    assert after(yes, yes).codes() == {"retried", "gave_up"}


def test_a_storm() -> None:
    assert "retry_storm" not in after(*[error(500)] * 5).codes()
    assert "retry_storm" in after(*[error(500)] * 6).codes()
    assert "retry_storm" not in after(*[error(500)] * 6).codes(Policy(max_attempts=10))


def test_falling_back() -> None:
    lab = Lab()
    lab.answered(ask(), error(503), "http.error")
    lab.exchange(ask(model="gpt-4o-mini"), stream(), after=0.01)
    assert lab.codes() == {"fell_back", "recovered"}
    (request,) = lab.verdict().requests
    assert "gpt-4o-mini" in request.findings[0].evidence


def test_asking_differently() -> None:
    lab = Lab()
    lab.exchange(ask(max_tokens=9999), error(400))
    lab.exchange(ask(max_tokens=10), stream(), after=1)
    assert lab.codes() == {"changed_request", "recovered"}


def test_the_same_again_after_a_whole_reply() -> None:
    assert after(stream(), stream()).codes() == {"asked_again", "cannot_tell"}


def test_a_slow_reply_is_not_the_fault_of_the_client() -> None:
    lab = Lab()
    lab.exchange(ask(), waiting(3, stream()), "latency.headers")
    assert lab.codes() == {"withstood"}
