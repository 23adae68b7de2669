from openai.types import CompletionUsage

from fakeai_proxy.wire.usage import plain_usage, usage


def test_the_total_is_prompt_and_completion():
    account = CompletionUsage.model_validate(usage(3, 4))
    assert (account.prompt_tokens, account.completion_tokens, account.total_tokens) == (3, 4, 7)
    assert account.prompt_tokens_details.cached_tokens == 0
    assert account.completion_tokens_details.reasoning_tokens == 0


def test_what_was_cached_reasoned_and_predicted_is_told():
    account = CompletionUsage.model_validate(
        usage(30, 40, cached=16, reasoning=25, accepted=7, rejected=3),
    )
    assert account.prompt_tokens_details.cached_tokens == 16
    details = account.completion_tokens_details
    assert (details.reasoning_tokens, details.accepted_prediction_tokens) == (25, 7)
    assert details.rejected_prediction_tokens == 3


def test_rejected_tokens_are_paid_for():
    assert (usage(3, 4, rejected=2)["completion_tokens"], usage(3, 4, rejected=2)["total_tokens"]) == (6, 9)


def test_legacy_completions_have_no_details():
    assert plain_usage(3, 4) == {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
