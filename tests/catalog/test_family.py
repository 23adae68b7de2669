from __future__ import annotations

import pytest

from fakeai_proxy.catalog import Catalog, Model
from fakeai_proxy.catalog.family import CREATED, infer


def nothing(id: str) -> Model | None:
    return None


@pytest.mark.parametrize(
    ("id", "fields"),
    [
        ("my-model", {"kind": "chat", "encoding": "o200k_base", "token_factor": 1.0, "owner": "custom"}),
        ("acme/Rocket-7B", {"owner": "acme", "snapshot": "acme/Rocket-7B", "created": CREATED}),
        ("gpt-4-32k", {"encoding": "cl100k_base", "context_window": 8_192}),
        ("gpt-4-0125-preview", {"encoding": "cl100k_base", "context_window": 128_000}),
        ("gpt-3.5-turbo-16k", {"encoding": "cl100k_base", "kind": "chat"}),
        ("gpt-3.5-turbo-instruct-0914", {"kind": "completion"}),
        ("gpt-4.1-nano", {"encoding": "o200k_base", "context_window": 1_047_576}),
        ("gpt-5-mini", {"reasoning": True, "priming": 2}),
        ("o1-preview", {"reasoning": True}),
        ("openai/gpt-oss-20b", {"encoding": "o200k_harmony", "reasoning": True, "owner": "openai"}),
        ("claude-opus-4-1", {"token_factor": 1.18, "context_window": 200_000}),
        ("meta-llama/Llama-3.2-3B-Instruct", {"token_factor": 1.02, "owner": "meta-llama"}),
        ("deepseek-ai/DeepSeek-R1-Distill-Qwen-32B", {"reasoning": True}),
        ("deepseek-ai/DeepSeek-V3", {"reasoning": False, "token_factor": 1.03}),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", {"token_factor": 1.17}),
        ("sentence-transformers/all-mpnet-base-v2", {"kind": "embedding", "dimensions": 768}),
        ("all-MiniLM-L6-v2", {"kind": "embedding", "dimensions": 384}),
        ("intfloat/e5-large", {"kind": "embedding", "dimensions": 1024, "reducible": False}),
        ("text-embedding-3-tiny", {"kind": "embedding", "dimensions": 1536, "reducible": True}),
        ("acme/rerank-large", {"kind": "rerank", "max_output_tokens": 0, "output_modalities": ()}),
        ("openai/whisper-large-v3", {"kind": "transcription", "input_modalities": ("audio",)}),
        ("gpt-4o-tts", {"kind": "speech", "output_modalities": ("audio",)}),
        ("dall-e-4", {"kind": "image"}),
        ("omni-moderation-2030", {"kind": "moderation"}),
        ("gpt-9-realtime", {"kind": "realtime"}),
        ("nvidia/cosmos-vision", {"kind": "chat", "input_modalities": ("text", "image")}),
        ("rocket-70b-fp8", {"parameters": 70e9, "active_parameters": None, "mixture": False}),
        ("rocket-8x7b", {"mixture": True}),
        ("rocket-thinking", {"reasoning": True}),
        ("bge-thinking-7b", {"reasoning": False, "parameters": 7e9, "kind": "embedding"}),
        ("whisper-7b", {"parameters": None, "architecture": None}),
    ],
)
def test_a_name_tells_the_family(id: str, fields: dict[str, object]) -> None:
    model = infer(id, nothing)
    assert model.id == id
    assert {name: getattr(model, name) for name in fields} == fields


def test_a_fine_tune_is_like_its_base() -> None:
    find = Catalog.load().find
    tuned, base = infer("ft:gpt-4o-mini-2024-07-18:acme::x1", find), find("gpt-4o-mini-2024-07-18")
    assert base is not None
    assert tuned.snapshot == tuned.id == "ft:gpt-4o-mini-2024-07-18:acme::x1"
    assert (tuned.encoding, tuned.context_window, tuned.aliases) == (base.encoding, base.context_window, ())


@pytest.mark.parametrize("id", ["ft:", "ft:unheard-of:acme::x1", "", "/", "ft:gpt-4o"])
def test_odd_names_are_models_too(id: str) -> None:
    assert infer(id, Catalog.load().find).id == id


def test_a_fine_tune_of_an_unknown_model_is_as_the_name_of_that_says() -> None:
    tuned = infer("ft:acme/rocket-70b-vision:me:s:x", nothing)
    assert (tuned.parameters, tuned.input_modalities, tuned.base) == (
        70e9, ("text", "image"), "acme/rocket-70b-vision",
    )  # fmt: skip


def test_what_is_estimated_says_so() -> None:
    model = infer("rocket-70b-fp8", nothing)
    assert model.architecture is not None
    assert model.deployment is not None
    assert (model.architecture.estimated, model.deployment.precision) == (True, "fp8")
