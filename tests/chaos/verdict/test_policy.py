import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.verdict import POLICIES, Policy
from tests.markdown import ROOT


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


def test_limits_are_in_the_docs() -> None:
    page = (ROOT / "docs" / "verdict.md").read_text()
    for name, field in Policy.model_fields.items():
        values = [getattr(policy, name) for policy in POLICIES.values()]
        shown = " | ".join(value if isinstance(value, str) else f"{value:g}" for value in values)
        assert name == "name" or f"| `{name}` | {shown} | {field.description} |" in page
