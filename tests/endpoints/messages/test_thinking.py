import pytest

from fakeai_proxy.endpoints.messages.thinking import effort_of, omits, thinking_of
from fakeai_proxy.wire.anthropic import MessagesRequest


def body(**fields) -> MessagesRequest:
    return MessagesRequest.model_validate({"model": "m", "max_tokens": 9, "messages": [], **fields})


@pytest.mark.parametrize(
    ("fields", "effort"),
    [
        ({}, "none"),
        ({"thinking": {"type": "disabled"}}, "none"),
        ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, "low"),
        ({"thinking": {"type": "enabled", "budget_tokens": 10_000}}, "high"),
        ({"thinking": {"type": "enabled", "budget_tokens": 100_000}}, "max"),
        ({"thinking": {"type": "adaptive"}}, "high"),
        ({"thinking": {"type": "adaptive"}, "output_config": {"effort": "low"}}, "low"),
        ({"output_config": {"effort": "max"}}, "none"),
    ],
)
def test_effort(fields: dict, effort: str) -> None:
    assert effort_of(body(**fields)) == effort


def test_thoughts_may_be_kept_back() -> None:
    shown, kept = (
        body(thinking={"type": "adaptive"}),
        body(thinking={"type": "adaptive", "display": "omitted"}),
    )
    assert not omits(shown)
    assert omits(kept)
    assert [thinking_of(one).shown for one in (shown, kept)] == [True, False]
    assert thinking_of(body()) is None
