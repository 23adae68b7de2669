import numpy as np

from fakeai_proxy.endpoints.sampling import Choice, Sampling, sample
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("o200k_base")


def test_a_text_within_its_limit():
    choice = sample(2, Sampling(limit=5), WORDS, np.random.default_rng(0))
    assert (choice.index, choice.tokens, choice.finish_reason, choice.logprobs) == (2, 5, "length", None)
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
