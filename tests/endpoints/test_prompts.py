import pytest

from fakeai_proxy.endpoints.prompts import Prompt, prompts_of
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("cl100k_base")
HELLO = WORDS.encode("hello world")


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ("hello world", ["hello world"]),
        ("", [""]),
        (["hello world", ""], ["hello world", ""]),
        (HELLO, ["hello world"]),
        ([HELLO, HELLO[:1]], ["hello world", "hello"]),
    ],
)
def test_prompts_are_texts_whatever_they_came_as(given, texts):
    assert [prompt.text for prompt in prompts_of(given, WORDS)] == texts


def test_text_and_tokens_cost_the_same():
    assert prompts_of("hello world", WORDS)[0].tokens == prompts_of(HELLO, WORDS)[0].tokens == 2


def test_tokens_of_no_vocabulary_cost_like_others():
    assert prompts_of([2**31 - 1, 0], WORDS) == [Prompt("\ufffd!", 2, [2**31 - 1, 0])]


def test_there_is_an_id_for_each_token():
    for factor in (1.0, 1.18):
        words = tokenizer("cl100k_base", factor)
        for prompt in prompts_of(["hello world", "", "one, two, three, four"], words):
            assert len(prompt.ids) == prompt.tokens
    assert prompts_of("hello world", WORDS)[0].ids == HELLO
