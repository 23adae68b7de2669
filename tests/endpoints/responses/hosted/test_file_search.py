import pytest
from openai import NotFoundError

from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import ask, error, services
from tests.endpoints.responses.turns import events, folded, respond
from tests.endpoints.sdk import Client
from tests.endpoints.vector_stores.stored import PARAGRAPHS

CLOCK = ManualClock()
TO = services(clock=CLOCK)
CLIENT = Client(TO)
ASKED = "How many hearts does an octopus have?"
FACT = PARAGRAPHS[ASKED].partition(". ")[0] + "."


@pytest.fixture(scope="module")
def store() -> str:
    files = [
        CLIENT.sync.files.create(file=(f"{at}.txt", text.encode()), purpose="assistants").id
        for at, text in enumerate(PARAGRAPHS.values())
    ]
    id: str = CLIENT.sync.vector_stores.create(file_ids=files).id
    CLOCK.advance(1)
    return id


def test_an_answer_quotes_and_cites_what_was_found(store: str) -> None:
    search = {"type": "file_search", "vector_store_ids": [store], "max_num_results": 3}
    asked = {"tools": [search], "input": ASKED, "include": ["file_search_call.results"]}
    whole = respond(CLIENT, **asked)
    call, said = whole.output
    assert (call.status, call.queries, len(call.results)) == ("completed", [ASKED], 3)
    assert call.results[0].text == PARAGRAPHS[ASKED]
    assert call.results[0].score > call.results[1].score
    assert said.content[0].text.startswith(FACT)
    citation = said.content[0].annotations[0]
    assert (citation.file_id, citation.filename) == (call.results[0].file_id, "0.txt")
    assert citation.index == len(FACT)
    row = TO.telemetry.rows()[-1]
    assert int(row["file_searches"]) == 1
    read = sum(len(result.text) for result in call.results) // 8
    assert whole.usage.input_tokens > respond(CLIENT, input=ASKED).usage.input_tokens + read
    assert respond(CLIENT, tools=[search], input=ASKED).output[0].results is None


def test_its_events(store: str) -> None:
    search = {"type": "file_search", "vector_store_ids": [store]}
    found = events(CLIENT, tools=[search], input=ASKED)
    assert folded(found)[2:8] == [
        "output_item.added",
        "file_search_call.in_progress",
        "file_search_call.searching",
        "file_search_call.completed",
        "output_item.done",
        "output_item.added",
    ]
    assert (found[2].item.status, found[2].item.queries) == ("in_progress", [])
    assert "output_text.annotation.added" in folded(found)


def test_filters_and_thresholds_leave_nothing(store: str) -> None:
    for options in (
        {"filters": {"type": "eq", "key": "team", "value": "a"}},
        {"ranking_options": {"score_threshold": 1.0}},
    ):
        search = {"type": "file_search", "vector_store_ids": [store], **options}
        said = respond(CLIENT, tools=[search], input=ASKED).output[1]
        assert said.content[0].annotations == []
        assert said.content[0].text.startswith("The files say nothing about that.")


def test_what_is_wrong(store: str) -> None:
    search = {"type": "file_search", "vector_store_ids": [store]}
    with pytest.raises(NotFoundError, match="No vector store found with id 'vs_x'"):
        respond(CLIENT, tools=[search | {"vector_store_ids": ["vs_x"]}])
    for change, param in (
        ({"vector_store_ids": []}, "tools[0].vector_store_ids"),
        ({"max_num_results": 51}, "tools[0].max_num_results"),
        ({"filters": {"type": "no"}}, "tools[0].filters.type"),
        ({"ranking_options": {"score_threshold": 2}}, "tools[0].ranking_options.score_threshold"),
        (
            {"ranking_options": {"hybrid_search": {"embedding_weight": 0, "text_weight": 0}}},
            "tools[0].ranking_options.hybrid_search",
        ),
    ):
        asked = {"model": "gpt-4o", "input": "Hi", "tools": [search | change]}
        assert error(ask("/v1/responses", asked, TO))["param"] == param
