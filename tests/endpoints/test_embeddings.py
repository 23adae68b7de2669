import base64
import struct

import pytest
from openai.types import CreateEmbeddingResponse

from fakeai_proxy.tokens import tokenizer

from .asking import EMBEDDING, ask, error, told
from .typed import typed

PATH = "/v1/embeddings"
CL100K = tokenizer("cl100k_base")


def embedded(**fields):
    return told(ask(PATH, EMBEDDING | fields))


def vectors(**fields):
    return [item["embedding"] for item in embedded(**fields)["data"]]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def test_the_answer_is_of_the_type_of_the_sdk():
    answer = typed(CreateEmbeddingResponse, embedded())
    assert answer.model == "text-embedding-3-small"
    assert answer.usage.prompt_tokens == answer.usage.total_tokens == CL100K.count("Once upon a time")


@pytest.mark.parametrize(
    ("model", "dimensions"),
    [("text-embedding-3-small", 1536), ("text-embedding-3-large", 3072), ("my-model", 1536)],
)
def test_a_vector_has_the_dimensions_of_its_model_and_length_one(model, dimensions):
    (vector,) = vectors(model=model)
    assert len(vector) == dimensions
    assert dot(vector, vector) == pytest.approx(1, abs=1e-5)


def test_every_input_has_a_vector():
    answer = embedded(input=["one", "two", "one"])
    assert [item["index"] for item in answer["data"]] == [0, 1, 2]
    first, second, third = (item["embedding"] for item in answer["data"])
    assert first == third != second


def test_texts_that_share_words_are_closer():
    cat, kitten, stock = vectors(
        input=["the cat sat on the mat", "the cat lay on the mat", "interest rates rose again today"]
    )
    assert dot(cat, kitten) > dot(cat, stock)


def test_tokens_mean_their_text():
    tokens = CL100K.encode(EMBEDDING["input"])
    assert vectors(input=tokens) == vectors(input=[tokens]) == vectors()
    assert embedded(input=tokens)["usage"] == embedded()["usage"]


def test_fewer_dimensions_are_the_first_ones_at_length_one():
    (whole,), (short,) = vectors(), vectors(dimensions=256)
    scale = dot(whole[:256], whole[:256]) ** 0.5
    assert short == pytest.approx([value / scale for value in whole[:256]], abs=1e-6)


def test_base64_is_little_endian_float32():
    (numbers,), (encoded,) = vectors(), vectors(encoding_format="base64")
    raw = base64.b64decode(encoded)
    assert list(struct.unpack(f"<{len(raw) // 4}f", raw)) == numbers


@pytest.mark.parametrize(
    ("dimensions", "message"),
    [(1537, "Invalid value for 'dimensions' = 1537. Must be less than or equal to 1536.")],
)
def test_more_dimensions_than_there_are(dimensions, message):
    assert error(ask(PATH, EMBEDDING | {"dimensions": dimensions}))["message"] == message


def test_no_dimensions_at_all():
    assert error(ask(PATH, EMBEDDING | {"dimensions": 0}))["code"] == "integer_below_min_value"


def test_a_chat_model_does_not_embed():
    assert error(ask(PATH, EMBEDDING | {"model": "gpt-4o"}), 403)["message"].startswith("You are not allowed")
