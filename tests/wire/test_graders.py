from typing import Any

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.graders import ValidateRequest, graders_kind
from fakeai_proxy.wire.validation import validate

CHECK: Any = {"type": "string_check", "name": "a", "input": "", "reference": "", "operation": "eq"}


def test_one_or_many() -> None:
    for inner, kind in ((CHECK, "one"), ({"a": CHECK}, "many"), ({"type": CHECK}, "many"), (3, "many")):
        assert graders_kind(inner) == kind


@pytest.mark.parametrize(
    ("grader", "param"),
    [
        ({}, "grader.type"),
        (CHECK | {"operation": "is"}, "grader.operation"),
        (
            {"type": "multi", "name": "m", "calculate_output": "a", "graders": {"a": CHECK | {"name": ""}}},
            "grader.graders.a.name",
        ),
        ({"type": "score_model", "name": "s", "model": "m", "input": [], "range": [1]}, "grader.range"),
    ],
)
def test_what_is_wrong(grader: Any, param: str) -> None:
    with pytest.raises(ApiError) as refused:
        validate(ValidateRequest, {"grader": grader}, strict=True)
    assert refused.value.param == param
