import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.verdict import POLICIES, Policy


def test_the_lenient_one_lets_more_pass() -> None:
    strict, lenient = POLICIES["strict"], POLICIES["lenient"]
    assert strict == Policy()
    assert (strict.fails_on, lenient.fails_on) == ("warn", "bad")
    assert lenient.max_attempts > strict.max_attempts
    assert lenient.max_wait_s > strict.max_wait_s
    assert all(policy.name == name for name, policy in POLICIES.items())


def test_limits_are_checked() -> None:
    with pytest.raises(ValidationError):
        Policy(max_attempts=0)
    with pytest.raises(ValidationError):
        Policy(max_tries=3)  # type: ignore[call-arg]
