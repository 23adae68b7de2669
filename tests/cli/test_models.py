from __future__ import annotations

import json
from pathlib import Path

import pytest
import rich_click as click

from fakeai_proxy.catalog.files import read
from fakeai_proxy.cli.models import models, short
from fakeai_proxy.endpoints.described import described
from fakeai_proxy.engine import EngineSettings
from fakeai_proxy.engine.price_of import pricing_of
from tests.markdown import ROOT

from .conftest import Run

OWN = '[models."my-model"]\nlike = "gpt-4o"\nowner = "[red]me"\ncontext_window = 32_000\n'


def test_every_model_is_listed_on_a_line_of_its_own(run: Run) -> None:
    lines = run("models", "list").out.splitlines()
    shown = [line.split("│")[1].strip() for line in lines if line.startswith("│")]
    assert shown == [model.id for model in read()]


def test_by_provider_and_kind(run: Run) -> None:
    told = json.loads(run("models", "list", "--provider", "openai", "--kind", "embedding", "--json").out)
    assert [model["id"] for model in told] == [
        "text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002",
    ]  # fmt: skip


def test_a_line_tells_the_limits_the_size_the_price_and_the_gpus(run: Run) -> None:
    [line] = [line for line in run("models", "list").out.splitlines() if "mixtral-8x7b" in line]
    assert [cell.strip() for cell in line.split("│")[2:-1]] == [
        "mistral", "chat", "32,768", "8,192", "46.7B/12.9B", "0.7", "0.7", "2 x H100-80GB bf16",
    ]  # fmt: skip


def test_an_unknown_provider_is_refused_with_those_there_are(run: Run) -> None:
    refused = run("models", "list", "--provider", "opnai")
    assert refused.code == 2
    assert "no provider 'opnai' (did you mean 'openai'?); there are openai, anthropic, " in refused.err


def test_one_model_as_json_is_what_the_endpoint_says(run: Run) -> None:
    [model] = [model for model in read() if model.id == "gpt-oss-120b"]
    told = json.loads(run("models", "show", "openai/gpt-oss-120b", "--json").out)
    assert told == described(model, lambda model: pricing_of(model, EngineSettings()))


def test_one_model_for_readers(run: Run) -> None:
    lines = [line.split("│") for line in run("models", "show", "gpt-oss-120b").out.splitlines()]
    told = {line[1].strip(): line[2].strip() for line in lines if len(line) > 2}
    assert (told["created"], told["parameters.total"]) == ("2025-08-05", "116.8B")
    assert (told["capabilities"], told["architecture.windowed"]) == (
        "streaming, tools, structured_outputs, reasoning", "0.5",
    )  # fmt: skip
    assert "dimensions" not in told
    assert "None" not in told.values()


def test_a_price_of_nothing_is_told(run: Run) -> None:
    assert "price.output  " in run("models", "show", "text-embedding-3-small").out


def test_no_model_of_that_name(run: Run) -> None:
    missed = run("models", "show", "gpt4o")
    assert (missed.code, missed.out) == (1, "")
    assert (
        missed.err == "fakeai-proxy: there is no model 'gpt4o' (did you mean gpt-4o, gpt-4o-mini, gpt-4?)\n"
    )


def test_names_that_are_near(run: Run) -> None:
    assert (
        run("models", "suggest", "mixtral-8x7").out.splitlines()[0] == "mistralai/mixtral-8x7b-instruct-v0.1"
    )
    assert len(json.loads(run("models", "suggest", "gpt", "-n", "2", "--json").out)) == 2


def test_nothing_is_near(run: Run) -> None:
    assert (run("models", "suggest", "xyzzy").code, run("models", "suggest", "gpt-4o").code) == (1, 0)
    missed = run("models", "suggest", "xyzzy", "--json")
    assert (missed.code, missed.out) == (1, "[]\n")


def test_models_of_the_user(run: Run) -> None:
    Path("fakeai.toml").write_text(OWN)
    assert "32,000" in run("models", "show", "my-model").out
    assert "[red]me" in run("models", "show", "my-model").out
    assert [
        model["id"] for model in json.loads(run("models", "list", "--provider", "custom", "--json").out)
    ] == ["my-model"]


def test_a_malformed_one_is_refused(run: Run) -> None:
    Path("other.toml").write_text(OWN + 'kind = "chatty"\n')
    refused = run("models", "list", "--config", "other.toml")
    assert refused.code == 2
    assert refused.err.startswith(
        "fakeai-proxy: models.\"my-model\".kind (file other.toml): 'chatty' is not one of"
    )
    Path("other.toml").write_text(OWN.replace("gpt-4o", "gpt-4p"))
    assert (
        "models.\"my-model\".like: there is no model 'gpt-4p'"
        in run("models", "list", "--config", "other.toml").err
    )


@pytest.mark.parametrize(
    ("number", "text"), [(12, "12"), (23e6, "23M"), (70.6e9, "70.6B"), (1.026e12, "1.026T")]
)
def test_large_numbers_are_short(number: float, text: str) -> None:
    assert short(number) == text


@pytest.mark.parametrize("name", models.commands)
def test_each_command_and_its_flags_are_in_the_docs(name: str) -> None:
    section = (
        (ROOT / "docs" / "cli.md")
        .read_text()
        .partition("\n## fakeai-proxy models\n")[2]
        .partition("\n## ")[0]
    )
    assert f"`models {name}" in section
    options = [option for option in models.commands[name].params if isinstance(option, click.Option)]
    assert [flag for option in options for flag in option.opts if f"`{flag}" not in section] == []
