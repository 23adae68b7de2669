import pytest
from openai.types import Completion

from fakeai_proxy.tokens import tokenizer

from .asking import COMPLETION, ask, error, told
from .typed import typed

PATH = "/v1/completions"
CL100K = tokenizer("cl100k_base")


def complete(**fields):
    return told(ask(PATH, COMPLETION | fields))


def texts(answer):
    return [choice["text"] for choice in answer["choices"]]


def test_the_answer_is_of_the_type_of_the_sdk():
    completion = typed(Completion, complete())
    assert completion.id.startswith("cmpl-")
    assert completion.model == "gpt-3.5-turbo-instruct:20230824-v2"


def test_sixteen_tokens_unless_told_otherwise():
    assert complete(ignore_eos=True)["usage"] == {
        "prompt_tokens": CL100K.count("Once upon a time"),
        "completion_tokens": 16,
        "total_tokens": 16 + CL100K.count("Once upon a time"),
    }


def test_every_prompt_has_n_choices():
    answer = complete(prompt=["One", "Two, three"], n=2)
    assert [choice["index"] for choice in answer["choices"]] == [0, 1, 2, 3]
    assert len(set(texts(answer))) == 4
    assert answer["usage"]["prompt_tokens"] == CL100K.count("One") + CL100K.count("Two, three")


def test_prompts_may_be_tokens():
    tokens = CL100K.encode("Once upon a time")
    for prompt, choices in ((tokens, 1), ([tokens, tokens[:2]], 2)):
        answer = complete(prompt=prompt)
        assert len(answer["choices"]) == choices
        assert answer["usage"]["prompt_tokens"] == (len(tokens) if choices == 1 else len(tokens) + 2)


@pytest.mark.parametrize("prompt", [None, ""])
def test_a_prompt_of_nothing(prompt):
    assert complete(prompt=prompt)["usage"]["prompt_tokens"] == 0


@pytest.mark.parametrize("prompt", ["Once upon a time", CL100K.encode("Once upon a time")])
def test_an_echo_begins_with_the_prompt(prompt):
    answer = complete(prompt=prompt, echo=True, seed=1)
    assert texts(answer)[0].startswith("Once upon a time")
    assert answer["usage"]["completion_tokens"] <= 16


def test_an_echo_of_nothing_more():
    assert texts(complete(echo=True, max_tokens=0)) == ["Once upon a time"]


def test_a_suffix_is_part_of_the_prompt():
    plain, suffixed = complete()["usage"], complete(suffix=" The end.")["usage"]
    assert suffixed["prompt_tokens"] == plain["prompt_tokens"] + CL100K.count(" The end.")


def test_the_best_of_several_are_the_likeliest_and_all_are_paid_for():
    answer = complete(n=2, best_of=5, ignore_eos=True, logprobs=0)
    means = [sum(choice["logprobs"]["token_logprobs"]) / 16 for choice in answer["choices"]]
    assert means == sorted(means, reverse=True)
    assert answer["usage"]["completion_tokens"] == 5 * 16


def test_the_best_show_no_logprobs_unless_asked():
    assert complete(best_of=3)["choices"][0]["logprobs"] is None


def test_logprobs_are_parallel_lists():
    choice = typed(Completion, complete(logprobs=2)).choices[0]
    assert "".join(choice.logprobs.tokens) == choice.text
    assert choice.logprobs.text_offset[0] == len("Once upon a time")
    lists = (choice.logprobs.tokens, choice.logprobs.token_logprobs, choice.logprobs.top_logprobs)
    assert set(map(len, lists)) == {len(choice.logprobs.text_offset)}


def test_logprobs_of_an_echo_begin_with_none():
    choice = complete(logprobs=0, echo=True)["choices"][0]
    assert choice["logprobs"]["token_logprobs"][0] is None
    assert choice["logprobs"]["text_offset"][:2] == [0, 4]
    assert "".join(choice["logprobs"]["tokens"]) == choice["text"]


def test_stop_ends_the_text():
    answer = complete(stop=["e"], max_tokens=100)
    assert "e" not in texts(answer)[0]
    assert answer["choices"][0]["finish_reason"] == "stop"


def test_a_chat_model_of_openai_does_not_complete():
    assert error(ask(PATH, COMPLETION | {"model": "gpt-4o"}), 404)["param"] == "model"


def test_an_open_model_does():
    assert complete(model="meta/llama-3.1-8b-instruct")["model"] == "meta/llama-3.1-8b-instruct"


def test_too_many_texts_at_once():
    assert error(ask(PATH, COMPLETION | {"prompt": ["x"] * 1000, "n": 3}))["message"].startswith("Too many")
