from typing import Any

import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.fine_tuning import JobRequest
from fakeai_proxy.wire.validation import validate

GOOD: dict[str, Any] = {"model": "gpt-4o-mini", "training_file": "file-a"}


@pytest.mark.parametrize(
    "fields",
    [
        {"hyperparameters": {"n_epochs": "auto", "batch_size": 4, "learning_rate_multiplier": 0.5}},
        {"method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}}},
        {"integrations": [{"type": "wandb", "wandb": {"project": "p", "tags": ["a"]}}], "seed": -1},
    ],
)
def test_what_is_taken(fields: dict[str, Any]) -> None:
    assert validate(JobRequest, GOOD | fields, strict=True).model_dump(include={*fields}) == fields


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        ({"hyperparameters": {"n_epochs": 51}}, "integer_above_max_value", "hyperparameters.n_epochs"),
        ({"hyperparameters": {"n_epochs": "many"}}, "invalid_value", "hyperparameters.n_epochs"),
        (
            {"method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 3}}}},
            "decimal_above_max_value",
            "method.dpo.hyperparameters.beta",
        ),
        ({"integrations": [{"type": "mlflow"}]}, "invalid_value", "integrations[0].type"),
        ({"suffix": ""}, "empty_string", "suffix"),
        ({"epochs": 3}, "unknown_parameter", "epochs"),
    ],
)
def test_what_is_wrong(fields: dict[str, Any], code: str, param: str) -> None:
    with pytest.raises(ApiError) as refused:
        validate(JobRequest, GOOD | fields, strict=True)
    assert (refused.value.code, refused.value.param) == (code, param)
