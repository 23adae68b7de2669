from __future__ import annotations

import json

from tests.faults.payload.answers import Answer
from tests.faults.payload.played import whole_steps
from tests.playbook import body

from .played import passed, whole


def test_what_no_sdk_asks_for_is_gone() -> None:
    answer = json.loads(whole({"type": "remove_fields"}, Answer(), "chat"))
    assert "logprobs" not in answer["choices"][0]
    assert "refusal" not in answer["choices"][0]["message"]
    assert "prompt_tokens_details" not in answer["usage"]
    assert answer["usage"]["total_tokens"]


def test_those_that_are_named_inner_before_outer() -> None:
    given = {"type": "remove_fields", "fields": ["a", "a.b", "c[]", "nothing"]}
    steps, why = passed(given, whole_steps(b'{"a":{"b":1},"c":[1,2],"d":3}'))
    assert (json.loads(body(steps)), why) == ({"c": [], "d": 3}, None)


def test_some_of_them_by_chance() -> None:
    kept = {
        len(whole({"type": "remove_fields", "rate": 0.5}, Answer(), "response", seed)) for seed in range(8)
    }
    assert len(kept) > 2
