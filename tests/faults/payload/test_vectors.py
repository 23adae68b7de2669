"""Embeddings that are wrong."""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from typing import Any

import numpy as np
import pytest

from tests.playbook import body

from .played import hit, reply, whole_steps

VECTOR = [0.6, 0.0, -0.8, 0.25]


def answer(inputs: int, base64: bool) -> dict[str, Any]:
    vector = b64encode(np.array(VECTOR, "<f4").tobytes()).decode() if base64 else VECTOR
    data = [{"object": "embedding", "index": at, "embedding": vector} for at in range(inputs)]
    usage = {"prompt_tokens": 2, "total_tokens": 2}
    return {"object": "list", "data": data, "model": "text-embedding-3-small", "usage": usage}


def spoilt(mode: str, *, inputs: int = 3, base64: bool = False, **more: Any) -> dict[str, Any]:
    steps = whole_steps(json.dumps(answer(inputs, base64)).encode())
    made = reply({"type": "payload.embeddings", "mode": mode, **more}, steps, hit())
    value: dict[str, Any] = json.loads(body(made))
    assert {**value, "data": 0} == {**answer(inputs, base64), "data": 0}
    return value


def numbers(embedding: Any) -> list[float]:
    if isinstance(embedding, list):
        return embedding
    decoded: list[float] = np.frombuffer(b64decode(embedding), "<f4").tolist()
    return decoded


@pytest.mark.parametrize("base64", [False, True])
@pytest.mark.parametrize(("dimensions", "left"), [(None, 3), (2, 2), (0, 0)])
def test_too_short(base64: bool, dimensions: int | None, left: int) -> None:
    data = spoilt("dimension", base64=base64, dimensions=dimensions)["data"]
    assert [numbers(row["embedding"]) for row in data] == [pytest.approx(VECTOR[:left])] * 3


@pytest.mark.parametrize("base64", [False, True])
def test_not_a_number(base64: bool) -> None:
    for row in spoilt("nan", base64=base64)["data"]:
        assert [math.isnan(number) for number in numbers(row["embedding"])].count(True) == 1


@pytest.mark.parametrize("inputs", [2, 3, 5])
def test_indices_are_mixed_up(inputs: int) -> None:
    indices = [row["index"] for row in spoilt("shuffled", inputs=inputs)["data"]]
    assert sorted(indices) == list(range(inputs))
    assert all(index != at for at, index in enumerate(indices))


def test_one_alone_is_off_by_one() -> None:
    assert [row["index"] for row in spoilt("shuffled", inputs=1)["data"]] == [1]


@pytest.mark.parametrize("base64", [False, True])
def test_no_base64(base64: bool) -> None:
    for row in spoilt("base64", base64=base64)["data"]:
        with pytest.raises(ValueError):
            b64decode(row["embedding"], validate=True)


def test_the_list_may_be_empty_and_the_model_another() -> None:
    steps = list(whole_steps(json.dumps(answer(2, False)).encode()))
    assert json.loads(body(reply({"type": "payload.no_choices"}, steps, hit())))["data"] == []
    made = json.loads(body(reply({"type": "payload.model", "name": "ada"}, steps, hit())))
    assert made == {**answer(2, False), "model": "ada"}
    zero = json.loads(body(reply({"type": "payload.usage", "mode": "zero"}, steps, hit())))
    assert zero["usage"] == {"prompt_tokens": 0, "total_tokens": 0}
