from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from fakeai_proxy.catalog import Catalog, Model, files
from fakeai_proxy.catalog.catalog import CREATED_LIMIT, ID_LIMIT

SMALL = (Model("one", "us", 1, aliases=("first", "us/one")), Model("two", "us", 2, aliases=("one",)))


@pytest.mark.parametrize("name", ["one", "first", "us/one"])
def test_a_model_is_found_by_each_of_its_names(name: str) -> None:
    assert Catalog(SMALL).find(name) is SMALL[0]


def test_finding_creates_nothing() -> None:
    catalog = Catalog(SMALL)
    assert catalog.find("three") is None
    assert catalog.find("") is None
    assert catalog.all() == SMALL


def test_using_creates_once_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    catalog = Catalog(SMALL)
    with caplog.at_level(logging.INFO):
        assert catalog.use("one") is SMALL[0]
        created = catalog.use("three")
        assert catalog.use("three") is catalog.find("three") is created
    assert [record.getMessage() for record in caplog.records] == [
        "model 'three' is not in the catalog: answered like other models of its kind"
    ]
    assert catalog.all() == (*SMALL, created)


def test_another_catalog_knows_nothing_of_it() -> None:
    Catalog.load().use("three")
    assert Catalog.load().find("three") is None


def test_the_latest_created_models_are_kept() -> None:
    catalog = Catalog(SMALL)
    for number in range(CREATED_LIMIT + 5):
        catalog.use(f"model-{number}")
    assert len(catalog.all()) == len(SMALL) + CREATED_LIMIT
    assert catalog.find("model-4") is None
    assert catalog.all()[len(SMALL)].id == "model-5"


def test_a_very_long_id_is_answered_and_forgotten(caplog: pytest.LogCaptureFixture) -> None:
    catalog, name = Catalog(SMALL), "x" * (ID_LIMIT + 1)
    with caplog.at_level(logging.INFO):
        assert catalog.use(name).id == name
    assert catalog.find(name) is None
    assert len(caplog.records[0].getMessage()) < ID_LIMIT


def test_a_key_sent_as_a_model_is_answered_but_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert Catalog(SMALL).use("sk-proj-T3stT3stT3stT3st").kind == "chat"
    assert [record.getMessage() for record in caplog.records] == [
        "a model whose name is not shown (24 characters) is not in the catalog: "
        "answered like other models of its kind"
    ]


def test_what_ships_is_read_when_it_is_asked_for() -> None:
    catalog = Catalog.load()
    model = catalog.use("gpt-4o")
    assert catalog.use("openai/gpt-4o") is catalog.find("gpt-4o") is model
    assert model in catalog.all()


def test_only_use_creates(caplog: pytest.LogCaptureFixture) -> None:
    catalog = Catalog.load()
    before = catalog.all()
    with caplog.at_level(logging.INFO):
        catalog.find("rocket-70b")
        catalog.suggest("rocket-70b")
    assert catalog.all() == before
    assert caplog.records == []


def test_threads_that_use_one_name_get_one_model(caplog: pytest.LogCaptureFixture) -> None:
    catalog = Catalog.load()
    with caplog.at_level(logging.INFO), ThreadPoolExecutor(8) as pool:
        models = list(pool.map(catalog.use, ["rocket-70b"] * 64))
    assert len(set(map(id, models))) == len(caplog.records) == 1


def test_an_own_model_hides_one_of_its_id() -> None:
    mine = Model("gpt-4o", "me", 3)
    catalog = Catalog((mine,), files)
    assert catalog.find("gpt-4o") is catalog.find("openai/gpt-4o") is mine
    assert [model.owner for model in catalog.all() if model.id == "gpt-4o"] == ["me"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("gpt4o", "gpt-4o"),
        ("llama-70b-3.3", "meta/llama-3.3-70b-instruct"),
        ("deepseek-r2", "deepseek-ai/deepseek-r1"),
        ("claude-3.5-sonnet", "claude-3-5-sonnet"),
        ("text-embeding-3-small", "text-embedding-3-small"),
    ],
)
def test_near_names_are_suggested(name: str, near: str) -> None:
    assert Catalog.load().suggest(name)[0] == near


def test_names_that_clients_made_up_are_not_suggested() -> None:
    """They may be credentials of others."""
    catalog = Catalog.load()
    catalog.use("sk-proj-T3stT3stT3stT3st")
    assert catalog.suggest("sk-proj-T3stT3stT3stT3sx") == []


def test_a_fine_tune_is_found_by_its_base_and_created_once() -> None:
    catalog = Catalog.load()
    model = catalog.use("ft:gpt-4o-mini-2024-07-18:acme:billing:9xYz")
    assert (model.base, model.owner) == ("gpt-4o-mini-2024-07-18", "system")
    base = catalog.find(model.base)
    assert base is not None
    assert model.price == base.price
    assert catalog.find("ft:gpt-4o-mini-2024-07-18:acme:billing:9xYz") is model
