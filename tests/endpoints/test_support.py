import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.support import (
    NOT_CHAT,
    ONLY_CHAT,
    is_hosted,
    refuse_embedding,
    refuse_kind,
    refuse_of_reasoning,
    refuse_prediction,
    token_limit,
)
from fakeai_proxy.wire.chat import ChatRequest

CATALOG = Catalog.load()
GPT4 = CATALOG.use("gpt-4")
SMALL = CATALOG.use("text-embedding-3-small")


def refused(rule, *arguments):
    with pytest.raises(ApiError) as caught:
        rule(*arguments)
    return caught.value


def chat(**fields):
    messages = [{"role": "user", "content": "Hi"}]
    return ChatRequest.model_validate({"model": "m", "messages": messages, **fields})


@pytest.mark.parametrize(
    ("model", "hosted"),
    [
        ("gpt-4o", True),
        ("gpt-4", True),
        ("gpt-oss-120b", False),
        ("openai/gpt-oss-120b-audio-preview", False),
        ("meta/llama-3.1-8b-instruct", False),
        ("my-model", False),
    ],
)
def test_open_models_are_not_served_by_openai(model, hosted):
    assert is_hosted(CATALOG.use(model)) is hosted


@pytest.mark.parametrize(
    ("model", "kind", "fits"),
    [
        ("gpt-4o", "chat", True),
        ("gpt-4o", "completion", False),
        ("gpt-3.5-turbo-instruct", "completion", True),
        ("gpt-3.5-turbo-instruct", "chat", False),
        ("text-embedding-3-small", "chat", False),
        ("nvidia/nv-embedqa-e5-v5", "completion", False),
        ("meta/llama-3.1-8b-instruct", "completion", True),
        ("my-model", "completion", True),
        ("gpt-audio", "chat", True),
        ("dall-e-3", "chat", False),
        ("whisper-1", "chat", False),
        ("gpt-realtime", "chat", False),
        ("omni-moderation-latest", "completion", False),
        ("BAAI/bge-reranker-base", "chat", False),
    ],
)
def test_a_model_answers_its_own_kind_of_request(model, kind, fits):
    if fits:
        refuse_kind(CATALOG.use(model), kind, NOT_CHAT)
    else:
        error = refused(refuse_kind, CATALOG.use(model), kind, ONLY_CHAT)
        assert (error.status, error.param, error.message) == (404, "model", ONLY_CHAT)


@pytest.mark.parametrize(
    ("fields", "status", "code", "param"),
    [
        ({"max_tokens": 5}, 400, "unsupported_parameter", "max_tokens"),
        ({"temperature": 0.2}, 400, "unsupported_value", "temperature"),
        ({"presence_penalty": 1}, 400, "unsupported_value", "presence_penalty"),
        ({"logprobs": True}, 403, None, None),
    ],
)
def test_reasoning_models_take_less(fields, status, code, param):
    error = refused(refuse_of_reasoning, chat(**fields), CATALOG.use("o3-mini"))
    assert (error.status, error.code, error.param) == (status, code, param)
    refuse_of_reasoning(chat(**fields), CATALOG.use("gpt-4o"))
    refuse_of_reasoning(chat(**fields), CATALOG.use("deepseek-ai/deepseek-r1"))


def test_reasoning_models_take_the_defaults():
    refuse_of_reasoning(chat(temperature=1, top_p=1.0, presence_penalty=0), CATALOG.use("o3-mini"))


def test_the_value_that_is_not_supported_is_told():
    assert refused(refuse_of_reasoning, chat(temperature=0.2), CATALOG.use("o3-mini")).message == (
        "Unsupported value: 'temperature' does not support 0.2 with this model. "
        "Only the default (1) value is supported."
    )


@pytest.mark.parametrize(
    ("asked", "prompt_tokens", "limit"), [(None, 10, 8182), (100, 10, 100), (0, 8192, 0), (None, 0, 8192)]
)
def test_prompt_and_answer_share_the_window(asked, prompt_tokens, limit):
    assert token_limit("max_tokens", asked, prompt_tokens, GPT4) == limit


def test_a_prompt_over_the_window():
    error = refused(token_limit, "max_tokens", None, 9000, GPT4)
    assert (error.code, error.param) == ("context_length_exceeded", "messages")
    assert error.message == (
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. "
        "Please reduce the length of the messages."
    )


def test_prompt_and_answer_over_the_window():
    assert refused(token_limit, "max_tokens", 8000, 500, GPT4).message == (
        "This model's maximum context length is 8192 tokens. However, you requested 8500 tokens (500 in the "
        "messages, 8000 in the completion). Please reduce the length of the messages or completion."
    )


def test_a_prompt_to_complete_over_the_window():
    error = refused(token_limit, "max_tokens", 16, 5000, CATALOG.use("gpt-3.5-turbo-instruct"))
    assert error.message == (
        "This model's maximum context length is 4096 tokens, however you requested 5016 tokens (5000 in your "
        "prompt; 16 for the completion). Please reduce your prompt; or completion length."
    )


def test_other_engines_cut_at_the_window():
    llama = CATALOG.use("meta/llama-3.1-8b-instruct")
    assert token_limit("max_tokens", 10**9, 10**9, llama) == llama.context_window


@pytest.mark.parametrize(
    ("model", "dimensions", "tokens", "message"),
    [
        ("gpt-4o", None, [1], "You are not allowed to generate embeddings from this model"),
        ("text-embedding-ada-002", 5, [1], "This model does not support specifying dimensions."),
        (
            "text-embedding-3-small",
            None,
            [5, 9000],
            "This model's maximum context length is 8192 tokens, however you requested 9000 tokens (9000 in "
            "your prompt; 0 for the completion). Please reduce your prompt; or completion length.",
        ),
        (
            "text-embedding-3-small",
            None,
            [8000] * 40,
            "Requested 320000 tokens, max 300000 tokens per request",
        ),
    ],
)
def test_what_openai_does_not_embed(model, dimensions, tokens, message):
    assert refused(refuse_embedding, CATALOG.use(model), dimensions, tokens).message == message


@pytest.mark.parametrize("model", ["my-model", "nvidia/nv-embedqa-e5-v5"])
def test_other_engines_embed_what_they_are_given(model):
    refuse_embedding(CATALOG.use(model), 5, [10**6])


def test_a_shorter_vector_of_a_model_that_has_one():
    refuse_embedding(SMALL, 5, [1])


@pytest.mark.parametrize(
    ("model", "predictable"),
    [
        ("gpt-4o", True),
        ("gpt-4o-mini", True),
        ("gpt-4o-2024-08-06", True),
        ("gpt-4.1-nano", True),
        ("gpt-4", False),
        ("gpt-3.5-turbo", False),
        ("o3-mini", False),
        ("gpt-oss-120b", True),
        ("meta/llama-3.1-8b-instruct", True),
    ],
)
def test_few_models_of_openai_let_their_answers_be_predicted(model, predictable):
    body = chat(prediction={"type": "content", "content": "x"})
    if predictable:
        refuse_prediction(body, CATALOG.use(model))
    else:
        error = refused(refuse_prediction, body, CATALOG.use(model))
        assert (error.status, error.param, error.code) == (400, "prediction", "unsupported_parameter")
    refuse_prediction(chat(), CATALOG.use(model))
