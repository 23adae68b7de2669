from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from fakeai_proxy.catalog import files
from fakeai_proxy.catalog.architecture import Date
from fakeai_proxy.catalog.consistency import contradictions
from fakeai_proxy.catalog.files import FOLDER, ORDER, TABLES, find, read
from fakeai_proxy.catalog.model import Model
from fakeai_proxy.engine import EngineSettings
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.price_of import pricing_of
from fakeai_proxy.synth.embedding import PLACES
from fakeai_proxy.tokens import tokenizer

BY_ID = {model.id: model for model in read()}
MODELS = pytest.mark.parametrize(
    "models", [[model for model in read() if model.provider == provider] for provider in ORDER], ids=ORDER
)
SHAPED = [(model, model.architecture, model.parameters) for model in read() if model.architecture]
BOUNDS: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for name, kind in TABLES.items()}
DATE: TypeAdapter[str] = TypeAdapter(Date)
BYTES = {"bf16": 2.0, "fp8": 1.0, "fp4": 0.5625, "mxfp4": 0.53125, "int4": 0.53}
WITHOUT_TEXT = ("embedding", "rerank", "moderation", "image", "speech")


def test_every_file_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted(file.stem for file in FOLDER.glob("*.toml"))


def test_names_are_unique() -> None:
    names = [name for model in read() for name in (model.id, *model.aliases)]
    assert sorted(set(names)) == sorted(names)


def test_there_are_many() -> None:
    assert len([model for model in read() if model.id == model.snapshot or model.snapshot not in BY_ID]) > 200
    assert len([model for model in read() if model.architecture]) > 100


@MODELS
def test_every_model_makes_sense(models: list[Model]) -> None:
    for model in models:
        assert 2020 < datetime.fromtimestamp(model.created, UTC).year < 2030
        assert tokenizer(model.encoding, model.token_factor).factor == model.token_factor
        assert 0.9 < model.token_factor < 1.5
        assert 0 <= model.min_dimensions <= model.dimensions <= PLACES
        assert (model.kind == "embedding") == (model.dimensions > 0)
        assert model.max_output_tokens > 0 or model.kind in (*WITHOUT_TEXT, "transcription")
        assert model.context_window > 0 or model.kind in ("moderation", "image", "speech", "transcription")
        assert list(contradictions(model)) == []
        assert model.provider in ORDER


@MODELS
def test_its_senses_go_with_its_kind(models: list[Model]) -> None:
    for model in models:
        assert ("text" in model.output_modalities) == (model.kind not in WITHOUT_TEXT)
        assert ("audio" in model.input_modalities) >= (model.kind in ("transcription", "realtime"))
        assert ("image" in model.output_modalities) == (model.kind == "image")
        assert model.reasoning <= (model.kind == "chat")


@MODELS
def test_its_tables_are_within_the_bounds_of_a_user(models: list[Model]) -> None:
    for model in models:
        for name, bounds in BOUNDS.items():
            if value := getattr(model, name):
                assert bounds.validate_python(asdict(value)) == value
        DATE.validate_python(model.knowledge_cutoff)


@MODELS
def test_it_costs_more_to_write_than_to_read(models: list[Model]) -> None:
    for model in models:
        if price := model.price:
            assert price.date
            assert price.output >= price.input or model.kind == "embedding"
            assert price.cached_input is None or price.cached_input <= price.input
            assert (price.batch_input is None) == (price.batch_output is None)
            assert price.batch_input is None or price.batch_input <= price.input


@MODELS
def test_how_fast_it_is_follows_from_its_shape_or_from_what_others_measured(models: list[Model]) -> None:
    for model in models:
        assert not (model.architecture and model.pace)
        assert model.pace is None or (model.pace.source and 20 < model.pace.tokens_per_second < 400)
        assert model.architecture is None or (model.parameters and model.deployment)


def test_parameters_are_those_of_the_shape() -> None:
    """All that is left over is the eye or the ear of a model that has one."""
    for model, shape, total in SHAPED:
        counted = shape.dense + shape.experts + shape.embedding
        assert total is not None
        assert (0.68 if len(model.input_modalities) > 1 else 0.97) < counted / total < 1.03, model.id
        assert not shape.estimated


def test_active_parameters_are_those_of_the_shape() -> None:
    """Some makers count the embedding, others do not."""
    for model, shape, _ in SHAPED:
        assert (model.active_parameters is None) == (not shape.experts)
        if model.active_parameters:
            passed = shape.dense + shape.experts * shape.top_k / shape.expert_count
            assert 0.9 * passed < model.active_parameters < 1.15 * (passed + shape.embedding), model.id


def test_heads_are_plausible() -> None:
    for model, shape, _ in SHAPED:
        if shape.mla:
            assert (shape.kv_heads, shape.head_dim) == (1, 576)
        else:
            assert 0.5 <= shape.heads * shape.head_dim / shape.hidden <= 2, model.id
        assert 10 < shape.hidden / shape.layers < 250, model.id


def test_deployments_hold_their_models() -> None:
    for model in read():
        if deployment := model.deployment:
            weights = (model.parameters or 0) * BYTES[deployment.precision]
            memory = deployment.count * gpu(deployment.gpu).memory_mib * 2**20
            assert weights < 0.75 * memory, model.id
            assert deployment.count in (1, 2, 4, 8)


def test_deployments_have_room_for_a_whole_context() -> None:
    for model, _, _ in SHAPED:
        served = pricing_of(model, EngineSettings())
        assert served.kv_tokens >= min(model.context_window, 1_500_000), model.id
        assert served.deployment == model.deployment, model.id


@pytest.mark.parametrize(
    "id",
    [
        "gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-3.5-turbo", "gpt-4", "gpt-3.5-turbo-instruct", "o3-mini",
        "gpt-oss-120b", "text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002",
        "meta/llama-3.1-8b-instruct", "meta/llama-3.3-70b-instruct", "nvidia/nv-embedqa-e5-v5",
        "claude-3-5-sonnet", "deepseek-ai/deepseek-r1", "o1", "dall-e-3", "whisper-1", "gpt-oss-20b",
        "nvidia/llama-3.1-nemotron-70b-instruct", "sentence-transformers/all-mpnet-base-v2",
    ],
)  # fmt: skip
def test_it_has(id: str) -> None:
    assert BY_ID[id].id == id


@pytest.mark.parametrize(
    ("name", "billions"),
    [
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", 46.7),
        ("mistralai/Mixtral-8x22B-Instruct-v0.1", 140.6),
        ("meta-llama/Llama-3.2-1B-Instruct", 1.236),
        ("meta-llama/Llama-3.2-90B-Vision-Instruct", 88.6),
        ("deepseek-v3", 671),
        ("openai/gpt-oss-120b", 116.8),
        ("gpt-oss-20b", 20.9),
    ],
)
def test_sizes_are_those_of_the_weights(name: str, billions: float) -> None:
    model = find(name)
    assert model is not None
    assert model.parameters == pytest.approx(billions * 1e9, rel=0.002)


def test_the_shapes_that_latency_was_fitted_to_are_exact() -> None:
    """The numbers that the physics of the engine is checked against."""
    dense = {
        "meta/llama-3.1-8b-instruct": 7.505e9, "meta/llama-3.1-70b-instruct": 69.5e9,
        "meta/llama-3.1-405b-instruct": 403.75e9, "qwen/qwen3-32b": 31.98e9, "open-mixtral-8x7b": 1.47e9,
        "gpt-oss-120b": 1.59e9, "qwen/qwen3-235b-a22b": 7.37e9, "minimaxai/minimax-m2.5": 3.39e9,
        "deepseek-ai/deepseek-r1": 16.17e9,
    }  # fmt: skip
    for name, parameters in dense.items():
        model = find(name)
        assert model is not None
        assert model.architecture is not None
        assert model.architecture.dense == parameters


def test_a_snapshot_is_a_model_of_its_own() -> None:
    model, dated = BY_ID["gpt-4.1"], BY_ID["gpt-4.1-2025-04-14"]
    assert model.snapshot == dated.snapshot == dated.id
    assert (dated.created, dated.price, dated.encoding) == (1744315746, model.price, model.encoding)
    assert (model.aliases, dated.aliases) == (("openai/gpt-4.1",), ("openai/gpt-4.1-2025-04-14",))


def test_each_name_finds_its_model() -> None:
    for model in read():
        assert [find(name) for name in (model.id, *model.aliases)] == [model] * (1 + len(model.aliases))


@pytest.mark.parametrize("name", ["", "text", '"', "openai/", "meta/gpt-4o", "GPT-4o", "gpt-4o\n", "created"])
def test_what_is_no_name_finds_none(name: str) -> None:
    assert find(name) is None


def test_only_what_is_asked_for_is_parsed() -> None:
    files._models.cache_clear()
    assert find("anthropic/claude-3-opus") is not None
    assert files._models.cache_info().currsize == 1
