from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.endpoints import Services
from fakeai_proxy.resources import ResourceSettings, Store
from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client

from .stored import PARAGRAPHS, stored, uploaded

QUESTION = "How many hearts does an octopus have?"


@pytest.fixture(scope="module")
def to() -> Services:
    return services()


@pytest.fixture(scope="module")
def store(to: Services) -> str:
    """Of a file for each paragraph."""
    return stored(to, *(uploaded(to, text) for text in PARAGRAPHS.values()))


def found(to: Services, store: str, query: Any, **fields: Any) -> Any:
    return told(ask(f"/v1/vector_stores/{store}/search", {"query": query, **fields}, to))


def test_questions_find_their_paragraphs(to: Services, store: str) -> None:
    first = {one: found(to, store, one)["data"][0]["content"][0]["text"] for one in PARAGRAPHS}
    missed = [question for question, text in PARAGRAPHS.items() if first[question] != text]
    assert len(PARAGRAPHS) == 50
    assert len(missed) < 5, missed


def test_how_many_and_how_good(to: Services, store: str) -> None:
    page = found(to, store, QUESTION, max_num_results=4)
    scores = [one["score"] for one in page["data"]]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] < scores[0] <= 1
    assert (len(scores), page["has_more"], page["next_page"]) == (4, False, None)
    above = found(to, store, QUESTION, ranking_options={"score_threshold": scores[1]})
    assert len(above["data"]) == 2
    plain = found(to, store, QUESTION, ranking_options={"ranker": "none"})
    assert plain["data"][0]["file_id"] == page["data"][0]["file_id"]
    assert plain["data"][0]["score"] != scores[0]


def test_queries_are_rewritten_and_put_together(to: Services, store: str) -> None:
    page = found(to, store, [QUESTION, "What makes tides?"], rewrite_query=True, max_num_results=2)
    assert page["search_query"] == ["hearts octopus", "makes tides"]
    texts = {one["content"][0]["text"] for one in page["data"]}
    assert texts == {PARAGRAPHS[QUESTION], PARAGRAPHS["What causes tides?"]}


def test_attributes_choose_files() -> None:
    to = services()
    client = Client(to)
    store = client.one(lambda api: api.vector_stores.create()).id
    for year in (2024, 2025):
        file = client.one(lambda api: api.files.create(file=("a.txt", b"A report"), purpose="assistants")).id
        client.one(
            lambda api, file=file, year=year: api.vector_stores.files.create(
                store, file_id=file, attributes={"year": year}
            )
        )
    to.clock.advance(1)
    wanted: Any = {"type": "gte", "key": "year", "value": 2025}
    (one,) = client(lambda api: api.vector_stores.search(store, query="report", filters=wanted)).data
    assert (one.attributes, one.filename) == ({"year": 2025}, "a.txt")


def test_a_chunk_of_a_long_file_is_found_by_either_engine() -> None:
    text = "\n\n".join(f"{one} " * 8 for one in PARAGRAPHS.values())
    for engine in ("numpy", "faiss"):
        clock = services().clock
        kept = Store(ResourceSettings(vector_engine=engine), clock)
        to = services(clock=clock, resources=kept)
        small = {"type": "static", "static": {"max_chunk_size_tokens": 200, "chunk_overlap_tokens": 50}}
        store = stored(to, uploaded(to, text), chunking_strategy=small)
        hits = found(to, store, QUESTION, max_num_results=3)["data"]
        assert "three hearts" in hits[0]["content"][0]["text"]
    assert len(hits) == 3


def test_it_is_found_again_in_the_next_run(tmp_path: Path) -> None:
    clock = services().clock
    settings = ResourceSettings(path=tmp_path / "kept.db")
    first = Store(settings, clock)
    to = services(clock=clock, resources=first)
    store = stored(to, uploaded(to, PARAGRAPHS[QUESTION]))
    before = found(to, store, QUESTION)
    first.close()
    assert found(services(clock=clock, resources=Store(settings, clock)), store, QUESTION) == before


def test_it_is_noted(to: Services, store: str) -> None:
    found(to, store, QUESTION)
    row = to.telemetry.rows()[-1]
    assert int(row["file_searches"]) == 1


def test_a_filter_that_is_wrong(to: Services, store: str) -> None:
    asked = {"query": "a", "filters": {"type": "and", "filters": [{"type": "eq", "key": "a"}]}}
    refusal = error(ask(f"/v1/vector_stores/{store}/search", asked, to))
    assert (refusal["code"], refusal["param"]) == ("missing_required_parameter", "filters.filters[0].value")
