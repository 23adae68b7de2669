import pytest

from tests.endpoints.asking import NIM, ask, services, told

TO = services()
MODEL = "nvidia/llama-3.2-nv-rerankqa-1b-v2"
QUERY = {"text": "What is the memory bandwidth of the H100?"}
PASSAGES = [
    {"text": "Bread is made of flour, water, yeast and salt."},
    {"text": "The memory bandwidth of an H100 SXM is 3.35 terabytes per second."},
    {"text": "The A100 came out in 2020, with 40 gigabytes of memory."},
]
BODY = {"model": MODEL, "query": QUERY, "passages": PASSAGES}
LONG = {"text": "word " * 600}
SHORT = {"model": "nvidia/nv-rerankqa-mistral-4b-v3", "query": QUERY, "passages": [LONG, *PASSAGES]}


@pytest.mark.parametrize(
    "path", ["/v1/ranking", "/v1/retrieval/nvidia/reranking", "/v1/retrieval/nvidia/llama-3_2-x/reranking"]
)
def test_passages_in_their_order(path: str) -> None:
    answer = told(ask(path, BODY, TO, host="ai.api.nvidia.com"))
    assert [one["index"] for one in answer["rankings"]] == [1, 2, 0]
    logits = [one["logit"] for one in answer["rankings"]]
    assert logits == sorted(logits, reverse=True)
    assert logits[0] > logits[2]
    assert answer["usage"]["prompt_tokens"] > 30


def test_the_same_under_other_names() -> None:
    other = {"model": MODEL, "query": QUERY["text"], "documents": PASSAGES, "top_n": 2}
    assert told(ask("/ranking", other, TO))["rankings"] == told(ask("/ranking", BODY, TO))["rankings"][:2]


def test_passages_that_are_too_long() -> None:
    refusal = told(ask("/v1/ranking", SHORT, TO), 400)
    assert refusal["error"].startswith("Input length ")
    assert refusal["error"].endswith("exceeds maximum allowed token size 497")
    cut = told(ask("/v1/ranking", SHORT | {"truncate": "END"}, TO))
    assert len(cut["rankings"]) == 4


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"query": None}, "query"),
        ({"passages": []}, "passages"),
        ({"passages": [{"text": 1}]}, "passages"),
        ({"truncate": "LEFT"}, "truncate"),
        ({"model": ""}, "model"),
    ],
)
def test_what_is_refused(fields: dict, where: str) -> None:
    [first, *_] = told(ask("/v1/ranking", BODY | fields, TO, host=NIM), 422)["detail"]
    assert first["loc"][:2] == ["body", where]


def test_passages_are_needed() -> None:
    assert "passages" in told(ask("/v1/ranking", {"model": MODEL, "query": QUERY}, TO), 422)["error"]
    assert told(ask("/v1/ranking", BODY | {"model": "tts-1"}, TO), 400)["error"]["param"] == "model"
