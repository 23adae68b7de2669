from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.catalog.files import read
from fakeai_proxy.catalog.naming import shown
from tests.cassette.secrets import PLANTED

SECRETS = (
    *PLANTED.values(),
    "0123456789abcdef0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyzabcdefgh",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "https://me:hunter2@host.test/v1",
)


@pytest.mark.parametrize(
    "name",
    [
        "three",
        "acme/Rocket-7B",
        "ft:gpt-4o-mini-2024-07-18:acme::x1Y2z3A4",
        "meta-llama/Llama-3.2-3B-Instruct",
        "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
        "mistralai/Mixtral-8x7B-Instruct-v0.1",
        "sentence-transformers/paraphrase-multilingual-mpnet-base-v2",
        "nvidia/llama-3.1-nemotron-70b-instruct",
        "hf-internal-testing/tiny-random",
        "xai-org/grok-1",
        "@cf/meta/llama-3",
        "claude-3-5-sonnet@20240620",
        "risk-assessment-2024",
        "desk-12345678",
        "llama3:70b-instruct-q4_K_M",
    ],
)
def test_a_plain_name_is_shown(name: str) -> None:
    assert shown(name) == f"model '{name}'"


def test_every_name_of_the_catalog_would_be() -> None:
    names = [name for model in read() for name in (model.id, *model.aliases)]
    assert [shown(name) for name in names] == [f"model '{name}'" for name in names]


@pytest.mark.parametrize("before", ["", "openai/", "gpt-4o:", "a@", "ft:"])
def test_what_may_be_a_credential_is_not(before: str) -> None:
    for name in (before + secret for secret in SECRETS):
        assert shown(name) == f"a model whose name is not shown ({len(name)} characters)"


@pytest.mark.parametrize(
    "name", ["", "two words", "Bearer x", "new\nline", "\x1b[31m", "é", "a" * 81, "sk=1"]
)
def test_what_is_no_name_is_not(name: str) -> None:
    assert shown(name) == f"a model whose name is not shown ({len(name)} characters)"


@given(st.text())
def test_a_line_stays_one_short_line(name: str) -> None:
    assert len(shown(name)) < 120
    assert shown(name).isprintable()
    assert shown(name).isascii()
