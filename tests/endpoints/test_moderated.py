import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.moderated import asked_verdict, heeding, moderation_of
from fakeai_proxy.endpoints.sampling import Choice, Sampling
from fakeai_proxy.wire.chat import ChatRequest

from .asking import context


def asked(model="omni-moderation-latest", **policy):
    said = [{"role": "user", "content": "I want to hurt someone and kill him"}]
    return ChatRequest(model="gpt-4o", messages=said, moderation={"model": model, "policy": policy or None})


def test_what_goes_in_and_what_comes_out():
    body, here = asked(), context()
    verdict = asked_verdict(body, here)
    both = moderation_of(verdict, [Choice(0, ("Hi",), "stop"), Choice(1, ("Yo",), "stop")], body, here)
    assert [one["flagged"] for one in both["input"]["results"]] == [True]
    assert [one["flagged"] for one in both["output"]["results"]] == [False, False]


@pytest.mark.parametrize(
    ("policy", "blocked"),
    [({}, False), ({"input": {"mode": "score"}}, False), ({"input": {"mode": "block"}}, True)],
)
def test_only_what_is_to_be_blocked_is(policy, blocked):
    body = asked(**policy)
    assert bool(heeding(Sampling(9), asked_verdict(body, context()), body).scripts) == blocked


def test_it_takes_a_model_of_that_kind():
    with pytest.raises(ApiError, match="not a moderation model"):
        asked_verdict(asked("gpt-4o"), context())
