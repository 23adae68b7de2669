from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.dialects.facts import facts, masked, model_of
from tests.faults.hits import asking, hit_of


@pytest.mark.parametrize(
    ("request_", "model"),
    [
        (asking(), "gpt-4o"),
        (asking(model=7), ""),
        (Request("POST", "/v1/chat/completions", body=b"{"), ""),
        (Request("POST", "/v1/chat/completions", body=b"[]"), ""),
        (Request("GET", "/v1/models"), ""),
        (Request("POST", "/openai/deployments/my%20model/chat/completions", body=b"{}"), "my model"),
    ],
)
def test_the_model_asked_for(request_: Request, model: str) -> None:
    assert model_of(request_) == model


@pytest.mark.parametrize(
    "header", [("authorization", "Bearer secret"), ("x-api-key", "secret"), ("api-key", "secret")]
)
def test_the_key_wherever_it_is(header: tuple[str, str]) -> None:
    assert replace(asking(), headers=(header,)).key == "secret"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("sk-proj-Zq81bLwTnVxE4rD0MxYA", "sk-proj-****MxYA"),
        ("sk-Zq81bLwTnVxE4rD0MxYA", "sk-****MxYA"),
        ("nvapi-Zq81bLwTnVxE4rD0MxYA", "nvapi-****MxYA"),
        ("0123456789abcdef", "****cdef"),
        ("sk-short", "****"),
        ("", "****"),
    ],
)
def test_a_masked_key(key: str, shown: str) -> None:
    assert masked(key) == shown


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=200))
def test_a_masked_key_shows_four_characters_of_it_at_most(key: str) -> None:
    assert len(masked(key)) <= len("sk-svcacct-") + 8
    assert masked(key)[-4:] in (key[-4:], "****")


def test_ids_are_drawn() -> None:
    hit = hit_of()
    one = facts(hit)
    assert one == facts(hit_of())
    assert one["request_id"] != facts(hit)["request_id"]
    assert [len(part) for part in one["uuid"].split("-")] == [8, 4, 4, 4, 12]


def test_the_version_of_azure() -> None:
    assert facts(hit_of(replace(asking(), query="api-version=2024-05-01-preview")))["api_version"] == (
        "2024-05-01-preview"
    )
