import numpy as np
import pytest

from fakeai_proxy.endpoints.sampling import Choice, Sampling, Thinking, sample
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("o200k_base")


def test_a_text_within_its_limit():
    choice = sample(2, Sampling(limit=5), WORDS, np.random.default_rng(0))
    assert (choice.number, choice.tokens, choice.finish_reason, choice.logprobs) == (2, 5, "length", None)
    assert WORDS.count(choice.text) == 5


def test_every_token_has_a_probability_where_asked_for():
    choice = sample(0, Sampling(limit=5, top_logprobs=2), WORDS, np.random.default_rng(0))
    assert [logprob.token for logprob in choice.logprobs] == list(choice.pieces)
    assert all(logprob.top for logprob in choice.logprobs)


def test_probabilities_do_not_change_the_text():
    plain, shown = (
        sample(0, Sampling(limit=50, top_logprobs=top), WORDS, np.random.default_rng(3)) for top in (None, 5)
    )
    assert plain.text == shown.text


def test_the_prompt_is_not_written():
    assert Choice(0, ("Once", " upon", " a"), "stop", echoed=2).tokens == 1


def thought(effort="medium", limit=5_000, shown=False, unit=1, seed=0, **fields):
    sampling = Sampling(limit, thinking=Thinking(effort, shown, unit), **fields)
    return sample(0, sampling, WORDS, np.random.default_rng(seed))


def test_reasoning_is_written_before_the_text():
    choice = thought()
    assert 100 < choice.reasoned == choice.hidden
    assert choice.tokens == choice.reasoned + len(choice.pieces)
    assert choice.pieces
    assert choice.reasoning is None


def test_reasoning_that_is_shown_has_a_text_of_its_own():
    choice = thought(shown=True)
    assert len(choice.reasoning) == choice.reasoned == WORDS.count("".join(choice.reasoning))
    assert choice.hidden == 0
    assert choice.text == thought().text


def test_reasoning_may_take_the_whole_limit():
    choice = thought("high", limit=50, unit=64)
    assert (choice.reasoned, choice.pieces, choice.finish_reason) == (50, (), "length")


def test_limits_are_of_reasoning_and_text_together():
    choice = thought(limit=500, ignore_eos=True)
    assert (choice.tokens, choice.finish_reason) == (500, "length")
    assert thought(minimum=1_000).tokens >= 1_000


def test_without_effort_there_is_no_reasoning():
    choice = thought("none", shown=True)
    assert (choice.reasoned, choice.reasoning) == (0, ())


def test_a_prediction_is_compared_with_the_text():
    choice = sample(0, Sampling(500, predicted="one two three. " * 20), WORDS, np.random.default_rng(0))
    spent = choice.speculation
    assert sum(spent.strides) == choice.tokens
    assert spent.accepted + spent.rejected == WORDS.count("one two three. " * 20)
    assert spent.accepted > 0.9 * choice.tokens


@pytest.mark.parametrize("limit", [0, 1, 10])
def test_a_prediction_ends_at_the_limit(limit):
    choice = sample(0, Sampling(limit, predicted="one two " * 20), WORDS, np.random.default_rng(0))
    assert (choice.tokens, choice.finish_reason) == (limit, "length")
    assert sum(choice.speculation.strides) == limit
