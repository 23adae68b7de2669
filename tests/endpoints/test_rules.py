import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.rules import refuse_best_of, refuse_chat, refuse_many, refuse_minimum, unsimulated
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.completions import CompletionRequest


def chat(content="Hi", **fields):
    messages = [{"role": "user", "content": content}]
    return ChatRequest.model_validate({"model": "m", "messages": messages, **fields})


def refused(rule, *arguments):
    with pytest.raises(ApiError) as caught:
        rule(*arguments)
    return caught.value


def test_stream_options_need_a_stream():
    error = refused(refuse_chat, chat(stream_options={"include_usage": True}))
    assert error.message == "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    assert error.param == "stream_options"
    refuse_chat(chat(stream=True, stream_options={"include_usage": True}))


def test_alternatives_need_logprobs():
    assert refused(refuse_chat, chat(top_logprobs=2)).param == "top_logprobs"
    refuse_chat(chat(top_logprobs=2, logprobs=True))


def test_json_must_be_spoken_of():
    error = refused(refuse_chat, chat(response_format={"type": "json_object"}))
    assert error.message == (
        "'messages' must contain the word 'json' in some form, "
        "to use 'response_format' of type 'json_object'."
    )
    assert (error.status, error.param, error.code) == (400, "messages", None)


@pytest.mark.parametrize("content", ["in Json, please", [{"type": "text", "text": "JSON"}]])
def test_json_is_spoken_of_in_any_form(content):
    refuse_chat(chat(content, response_format={"type": "json_object"}))


def test_what_is_not_simulated_says_so():
    error = unsimulated("tools[0].type", "computer")
    assert (error.status, error.code, error.param) == (501, "not_implemented", "tools[0].type")
    assert ("x-should-retry", "false") in error.headers


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({}, True),
        ({"best_of": 0}, True),
        ({"best_of": 3, "n": 3, "stream": True}, True),
        ({"best_of": 3}, True),
        ({"best_of": 2, "n": 3}, False),
        ({"best_of": 3, "stream": True}, False),
    ],
)
def test_the_best_are_of_at_least_as_many(fields, fits):
    body = CompletionRequest.model_validate({"model": "m", "prompt": "x", **fields})
    if fits:
        refuse_best_of(body)
    else:
        assert refused(refuse_best_of, body).param == "best_of"


def test_texts_of_one_request_are_bounded():
    refuse_many(2048)
    assert refused(refuse_many, 2049).status == 400


def test_the_fewest_are_no_more_than_the_most():
    refuse_minimum(None, 0)
    refuse_minimum(5, 5)
    assert refused(refuse_minimum, 6, 5).message == (
        "min_tokens must be less than or equal to max_tokens=5, got 6."
    )


@pytest.mark.parametrize(
    "field",
    [
        {"n": 2},
        {"logprobs": True},
        {"presence_penalty": 0.1},
        {"frequency_penalty": 1},
        {"max_completion_tokens": 50},
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        {"functions": [{"name": "f"}]},
    ],
    ids=lambda field: next(iter(field)),
)
def test_a_prediction_goes_with_one_plain_text(field):
    refuse_chat(chat(**field))
    error = refused(refuse_chat, chat(prediction={"type": "content", "content": "x"}, **field))
    assert (error.status, error.param, error.code) == (400, next(iter(field)), "unsupported_parameter")


def test_a_prediction_goes_with_what_is_as_if_not_given():
    unset = {"n": 1, "logprobs": False, "presence_penalty": -1, "frequency_penalty": 0, "tools": []}
    refuse_chat(chat(prediction={"type": "content", "content": "x"}, max_tokens=5, **unset))
