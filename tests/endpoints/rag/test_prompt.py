import json

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import dispatch
from tests.endpoints.asking import ask, services, steps, told
from tests.endpoints.sdk import Client
from tests.playbook import body, play

PATH = "/rag/api/prompt"
BODY = {
    "query": "What is PVTMC?",
    "filters": {"family": "Solido", "tool": "SDE"},
    "inference_model": "meta-llama/Llama-3.1-70B-Instruct",
}
TEXT = "PVTMC verifies a design over process, voltage and temperature corners with Monte Carlo samples."


def test_an_answer_by_documents_that_are_made_up() -> None:
    answer = told(ask(PATH, BODY, services()))
    documents = answer["retrieved_docs"]
    assert len(documents) == 5
    assert [one["score"] for one in documents] == sorted((one["score"] for one in documents), reverse=True)
    assert all(one["metadata"] == BODY["filters"] for one in documents)
    assert all("PVTMC" in one["content"] for one in documents)
    assert answer["sources"] == [one["source"] for one in documents]
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["prompt_tokens"] > 200
    assert answer["content"]


def test_the_files_of_vector_stores_are_searched() -> None:
    to = services()
    client = Client(to, key="sk-mine")
    file = client.one(lambda api: api.files.create(file=("pvtmc.md", TEXT.encode()), purpose="assistants"))
    store = client.one(lambda api: api.vector_stores.create(name="docs"))
    client.one(
        lambda api: api.vector_stores.files.create(
            vector_store_id=store.id, file_id=file.id, attributes=BODY["filters"]
        )
    )
    to.clock.advance(60)
    key = (("authorization", "Bearer sk-mine"),)

    def asked(**fields):
        request = Request("POST", PATH, headers=key, body=json.dumps(BODY | fields).encode())
        return json.loads(body([step for _, step in play(steps(dispatch(request, to)))]))

    answer = asked(top_k=2)
    best = answer["retrieved_docs"][0]
    assert (best["id"], best["source"], best["content"]) == (file.id, "pvtmc.md", TEXT)
    assert answer["content"].startswith(TEXT[:40])
    elsewhere = asked(filters={"family": "Calibre"})
    assert file.id not in [one["id"] for one in elsewhere["retrieved_docs"]]


def test_several_questions_at_once_and_no_filters() -> None:
    answer = told(ask(PATH, {"query": ["What is PVTMC?", "How are sweeps set up?"], "top_k": 4}, services()))
    assert len(answer["retrieved_docs"]) == 4
    assert answer["filters"] == {}


@pytest.mark.parametrize(
    "fields", [{"query": ""}, {"query": []}, {"top_k": 0}, {"top_k": 100}, {"filters": {"a": []}}]
)
def test_what_is_refused(fields: dict) -> None:
    assert told(ask(PATH, BODY | fields, services()), 422)["detail"]


def test_a_model_that_does_not_chat() -> None:
    refusal = told(ask(PATH, BODY | {"inference_model": "text-embedding-3-small"}, services()), 404)
    assert refusal["error"]["param"] == "model"
