"""JSON by a schema, as text."""

from __future__ import annotations

import json

import numpy as np

from fakeai_proxy.synth.structured import structured


def test_it_is_compact_and_knows_what_was_asked() -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    assert structured(np.random.default_rng(0), schema, "Is Zürich nice?") == '{"city":"Zürich"}'


def test_whatever_is_asked_it_is_json() -> None:
    assert json.loads(structured(np.random.default_rng(1), {"type": "array", "minItems": 2}, ""))
