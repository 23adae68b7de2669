import numpy as np

from fakeai_proxy.endpoints.continuations import candidates, continuations, mean_logprob
from fakeai_proxy.endpoints.prompts import Prompt
from fakeai_proxy.endpoints.sampling import Choice, Sampling
from fakeai_proxy.synth import TokenLogprob
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire.completions import CompletionRequest

WORDS = tokenizer("cl100k_base")
PROMPTS = [Prompt("Once upon", 2, [1, 2]), Prompt("a time", 2, [3, 4])]


def drawn(**fields):
    body = CompletionRequest.model_validate({"model": "m", **fields})
    sampling = Sampling(limit=4, ignore_eos=True, top_logprobs=body.logprobs)
    return continuations(body, PROMPTS, sampling, WORDS, np.random.default_rng(0))


def test_choices_are_numbered_through_the_prompts():
    assert [choice.number for choice in drawn(n=2).choices] == [0, 1, 2, 3]


def test_rejected_texts_cost_too():
    assert drawn(n=1, best_of=3).tokens == 2 * 3 * 4


def test_the_longest_text_of_a_prompt_may_be_one_that_is_dropped():
    body = CompletionRequest.model_validate({"model": "m", "n": 1, "best_of": 8})
    made = continuations(body, PROMPTS, Sampling(200), WORDS, np.random.default_rng(0))
    assert sum(made.longest) > sum(choice.tokens for choice in made.choices)
    assert max(made.longest) <= made.tokens


def test_an_echo_is_the_prompt_token_by_token():
    first = drawn(echo=True, logprobs=0).choices[0]
    assert first.pieces[:2] == ("Once", " upon")
    assert (first.echoed, first.tokens, first.offset) == (2, 4, 0)
    assert len(first.logprobs) == 6


def test_offsets_begin_after_the_prompt():
    assert [choice.offset for choice in drawn(logprobs=0).choices] == [len("Once upon"), len("a time")]


def test_candidates_are_ranked_only_where_some_are_dropped():
    rng = np.random.default_rng(0)
    assert all(choice.logprobs is None for choice in candidates(3, 3, Sampling(4), WORDS, rng))
    ranked = candidates(5, 2, Sampling(4), WORDS, rng)
    means = list(map(mean_logprob, ranked))
    assert len(ranked) == 5
    assert means == sorted(means, reverse=True)


def test_the_mean_of_nothing_is_zero():
    assert mean_logprob(Choice(0, (), "length", logprobs=())) == 0
    assert mean_logprob(Choice(0, ("a",), "stop", logprobs=(TokenLogprob("a", -0.5, (97,)),))) == -0.5
