from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.catalog import Catalog, UserModel, files
from fakeai_proxy.catalog.user import model_of
from fakeai_proxy.core.errors import SettingsError
from tests.markdown import ROOT

SHAPE = {"layers": 32, "hidden": 4096, "heads": 32, "kv_heads": 8, "head_dim": 128, "dense": 7.5e9}


def own(id: str, **fields: Any) -> Any:
    return model_of(id, UserModel.model_validate(fields), files)


def refused(id: str, **fields: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        own(id, **fields)
    return str(caught.value)


def test_it_is_like_another_in_all_the_rest() -> None:
    model, like = own("mine", like="openai/gpt-4o", context_window=32_000), files.find("gpt-4o")
    assert like is not None
    assert (model.id, model.snapshot, model.provider, model.base) == ("mine", "mine", "custom", "gpt-4o")
    assert (model.context_window, model.aliases) == (32_000, ())
    assert (model.encoding, model.price, model.owner) == (like.encoding, like.price, like.owner)


def test_without_that_it_is_as_its_name_says() -> None:
    model = own("acme/rocket-70b", aliases=["rocket"])
    assert (model.owner, model.parameters, model.aliases) == ("acme", 70e9, ("rocket",))
    assert model.architecture.estimated


def test_one_of_the_catalog_can_be_changed() -> None:
    catalog = Catalog.load({"gpt-4o": UserModel(max_output_tokens=99)})
    model = catalog.use("gpt-4o")
    assert (model.max_output_tokens, model.created, model.provider) == (99, 1715367049, "openai")
    assert catalog.use("openai/gpt-4o") is model
    assert [one for one in catalog.all() if one.id == "gpt-4o"] == [model]


def test_its_tables_are_whole() -> None:
    model = own(
        "mine",
        architecture=SHAPE,
        deployment={"gpu": "H100-80GB", "count": 2, "precision": "fp8"},
        price={"input": 1, "output": 2, "date": "2026-01"},
        pace={"ttft_ms": 100, "tokens_per_second": 50, "source": "measured here"},
    )
    assert (model.architecture.layers, model.deployment.engine, model.pace.ttft_ms) == (32, "vllm", 100)
    assert (model.price.output, model.price.cached_input) == (2, None)


def test_an_unknown_model_to_be_like_is_refused_with_those_that_are_near() -> None:
    assert refused("mine", like="gpt-4p").startswith(
        "models.\"mine\".like: there is no model 'gpt-4p' (did you mean gpt-4"
    )
    assert refused("mine", like="xyzzy") == "models.\"mine\".like: there is no model 'xyzzy'"


def test_what_cannot_be_at_once_is_refused() -> None:
    why = refused("my.model", like="gpt-4o", context_window=100)
    assert why == 'models."my.model".max_output_tokens: must not be above context_window, 100'
    why = refused("mine", architecture=SHAPE | {"kv_heads": 5})
    assert why == 'models."mine".architecture.kv_heads: must divide heads, 32'


@pytest.mark.parametrize(
    "fields",
    [
        {"context": 1},
        {"kind": "chatty"},
        {"context_window": 0},
        {"encoding": "gpt2"},
        {"input_modalities": ["smell"]},
        {"knowledge_cutoff": "2024-13"},
        {"price": {"input": -1, "output": 1}},
        {"price": {"input": 1}},
        {"price": {"input": 1, "output": 1, "currency": "EUR"}},
        {"architecture": SHAPE | {"layer": 1}},
        {"architecture": SHAPE | {"layers": 0}},
        {"deployment": {"gpu": "H100", "count": 1, "precision": "fp7"}},
        {"pace": {"ttft_ms": 0, "tokens_per_second": 1, "source": ""}},
    ],
)
def test_a_malformed_one_is_no_model(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        UserModel.model_validate(fields)


@pytest.mark.parametrize(
    ("fields", "valid"),
    [
        ({"encoding": "gpt2"}, "'cl100k_base', 'o200k_base' or 'o200k_harmony'"),
        ({"knowledge_cutoff": "last year"}, "'last year' is not a date: YYYY-MM or YYYY-MM-DD"),
        ({"price": {"input": 1, "output": 1, "date": "2026-13"}}, "'2026-13' is not a date"),
    ],
)
def test_what_would_be_valid_is_said(fields: dict[str, Any], valid: str) -> None:
    with pytest.raises(ValidationError, match=valid):
        UserModel.model_validate(fields)


@pytest.mark.parametrize("date", ["", "2024-06", "2024-06-30"])
def test_dates(date: str) -> None:
    assert UserModel(knowledge_cutoff=date).knowledge_cutoff == date


@pytest.mark.parametrize("name", UserModel.model_fields)
def test_every_field_is_in_the_docs(name: str) -> None:
    line = f"| `{name}` | {UserModel.model_fields[name].description} |"
    assert line in (ROOT / "docs" / "models.md").read_text().splitlines()
