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
