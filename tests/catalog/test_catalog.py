from __future__ import annotations

import logging

import pytest

from fakeai_proxy.catalog import Catalog, Model
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
