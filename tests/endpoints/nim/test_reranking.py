from tests.endpoints.asking import ask, services, told

TO = services()
TEXTS = ["Bread is baked in an oven.", "The cat sleeps on the sofa.", "Cats sleep most of the day."]
BODY = {"query": "On which sofa does the cat sleep?", "documents": TEXTS, "model": "BAAI/bge-reranker-v2-m3"}


def test_as_jina_and_vllm_have_it() -> None:
    answer = told(ask("/v1/rerank", BODY | {"top_n": 2}, TO))
    assert [one["index"] for one in answer["results"]] == [1, 2]
    assert answer["results"][0]["document"] == {"text": TEXTS[1]}
    assert 1 > answer["results"][0]["relevance_score"] > answer["results"][1]["relevance_score"] > 0
    assert answer["usage"]["total_tokens"] > 20
    assert answer["model"] == BODY["model"]
    bare = told(ask("/v1/rerank", BODY | {"return_documents": False}, TO))
    assert all(one.keys() == {"index", "relevance_score"} for one in bare["results"])


def test_as_cohere_has_it() -> None:
    content = BODY | {"model": "rerank-v3.5"}
    for path, version in (("/v2/rerank", "2"), ("/v1/rerank", "1")):
        answer = told(ask(path, content, TO, host="api.cohere.com"))
        assert answer.keys() == {"id", "results", "meta"}
        assert answer["meta"]["api_version"] == {"version": version}
        assert answer["meta"]["billed_units"] == {"search_units": 1}
        assert all(one.keys() == {"index", "relevance_score"} for one in answer["results"])
    shown = told(ask("/v1/rerank", content | {"return_documents": True}, TO))
    assert shown["results"][0]["document"] == {"text": TEXTS[1]}


def test_documents_may_be_objects() -> None:
    objects = [{"title": "Cats", "text": "They sleep."}, {"title": "Bread", "body": "It is baked."}]
    content = {"model": "x-rerank", "query": "bread baked", "documents": objects}
    assert told(ask("/v1/rerank", content, TO))["results"][0]["document"]["text"] == (
        '{"title":"Bread","body":"It is baked."}'
    )
    fields = told(ask("/v1/rerank", content | {"rank_fields": ["title"], "query": "cats"}, TO))
    assert fields["results"][0]["document"] == {"text": "Cats"}


def test_long_documents_are_read_as_far_as_it_goes() -> None:
    content = BODY | {"documents": ["word " * 20_000], "max_tokens_per_doc": 50}
    assert told(ask("/v1/rerank", content, TO))["usage"]["total_tokens"] < 80
