from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.steps import Data, End, Head, Step, Wait
from tests.cassette.tape import JSON, answer, ask, made
from tests.cli.conftest import Run


def counted(prompt: int, cached: int, completion: int) -> list[Step]:
    usage: dict[str, Any] = {"prompt_tokens": prompt, "completion_tokens": completion}
    usage["prompt_tokens_details"] = {"cached_tokens": cached}
    return [Wait(0.5), Head(200, JSON), Data(json.dumps({"usage": usage}).encode()), End()]


def test_tokens_cost_and_time(run: Run) -> None:
    made(
        Path("a.db"), (ask("1"), counted(1000, 400, 50)), (ask("2"), counted(10, 0, 5)), (ask("3"), answer())
    )
    told = json.loads(run("cassette", "stats", "a.db", "--json").out)["gpt-4o"]
    assert (told["prompt_tokens"], told["cached_tokens"], told["completion_tokens"]) == (1010, 400, 55)
    assert told["seconds"] == pytest.approx(1.3)
    model = Catalog.load().find("gpt-4o")
    assert model
    assert model.price
    price = model.price
    cached = price.cached_input if price.cached_input is not None else price.input
    assert told["dollars"] == pytest.approx((610 * price.input + 400 * cached + 55 * price.output) / 1e6)


def test_a_model_without_a_price(run: Run) -> None:
    made(Path("a.db"), (ask("1", model="my-own"), counted(5, 0, 1)))
    assert json.loads(run("cassette", "stats", "a.db", "--json").out)["my-own"]["dollars"] is None
    assert "my-own" in run("cassette", "stats", "a.db").out
