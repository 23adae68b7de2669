import pytest

from tests.endpoints.asking import NIM, ask, services, told

TO = services()
MODEL = "nvidia/nv-embedqa-e5-v5"


def vectors(status: int = 200, **fields):
    return told(ask("/v1/embeddings", {"model": MODEL, "input": "Hi"} | fields, TO, host=NIM), status)


def test_inputs_are_queries_or_passages() -> None:
    assert vectors(400)["error"] == "'input_type' parameter is required for asymmetric models"
    query = vectors(input_type="query")
    assert query["data"] == vectors(model=f"{MODEL}-query")["data"]
    assert vectors(model=f"{MODEL}-passage")["model"] == MODEL
    assert vectors(400, input_type="x")["error"]["message"].startswith("Invalid value: 'x'.")


def test_symmetric_models_ask_for_nothing() -> None:
    assert vectors(model="baai/bge-m3")["data"]


@pytest.mark.parametrize("given", ["word " * 600, list(range(1000, 1600))])
def test_inputs_that_are_too_long(given: object) -> None:
    refusal = vectors(400, input=given, input_type="passage", truncate="NONE")
    assert refusal["error"].endswith("exceeds maximum allowed token size 512")
    cut = vectors(input=given, input_type="passage", truncate="START")
    assert 500 < cut["usage"]["prompt_tokens"] <= 512
