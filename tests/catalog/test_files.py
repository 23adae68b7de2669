from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fakeai_proxy.catalog.files import FOLDER, ORDER, read
from fakeai_proxy.catalog.model import Model
from fakeai_proxy.synth.embedding import PLACES
from fakeai_proxy.tokens import tokenizer

BY_ID = {model.id: model for model in read()}


def test_every_file_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted(file.stem for file in FOLDER.glob("*.toml"))


def test_names_are_unique() -> None:
    names = [name for model in read() for name in (model.id, *model.aliases)]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("model", read(), ids=lambda model: model.id)
def test_every_model_makes_sense(model: Model) -> None:
    assert 2021 < datetime.fromtimestamp(model.created, UTC).year < 2030
    assert tokenizer(model.encoding, model.token_factor).factor == model.token_factor
    assert 0.9 < model.token_factor < 1.5
    assert 0 <= model.min_dimensions <= model.dimensions <= PLACES
    assert (model.kind == "embedding") == (model.dimensions > 0) == (model.max_output_tokens == 0)
    assert model.max_output_tokens <= model.context_window


@pytest.mark.parametrize(
    "id",
    [
        "gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-3.5-turbo", "gpt-4", "gpt-3.5-turbo-instruct", "o3-mini",
        "gpt-oss-120b", "text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002",
        "meta/llama-3.1-8b-instruct", "meta/llama-3.3-70b-instruct", "nvidia/nv-embedqa-e5-v5",
        "claude-3-5-sonnet", "deepseek-ai/deepseek-r1",
    ],
)  # fmt: skip
def test_it_has(id: str) -> None:
    assert BY_ID[id].id == id


def test_a_snapshot_is_a_model_of_its_own() -> None:
    model, older = BY_ID["gpt-4o"], BY_ID["gpt-4o-2024-05-13"]
    assert (model.snapshot, older.snapshot) == ("gpt-4o-2024-08-06", "gpt-4o-2024-05-13")
    assert (older.created, older.encoding) == (1715368132, model.encoding)
    assert (model.aliases, older.aliases) == (("openai/gpt-4o",), ("openai/gpt-4o-2024-05-13",))
