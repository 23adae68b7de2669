from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import numpy as np

from tests.faults.payload.played import whole_steps
from tests.playbook import body

from .played import passed

VECTOR = [0.6, 0.8, 0.0]


def blurred(embedding: Any, **given: Any) -> Any:
    row = {"object": "embedding", "index": 0, "embedding": embedding}
    answer = {"object": "list", "data": [row], "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    steps, why = passed({"type": "noise", **given}, whole_steps(json.dumps(answer).encode()))
    assert why is None
    return json.loads(body(steps))["data"][0]["embedding"]


def test_near_and_as_long() -> None:
    near = np.array(blurred(VECTOR, scale=0.1))
    assert abs(np.linalg.norm(near) - 1) < 1e-9
    assert 0.9 < near @ VECTOR < 1


def test_as_base64() -> None:
    given = b64encode(np.array(VECTOR, "<f4").tobytes()).decode()
    assert len(blurred(given)) == len(given)
    assert blurred(given) != given
