from typing import Any

import pytest

from tests.endpoints.asking import ask, error, services
from tests.endpoints.sdk import Client

CLIENT = Client(services())
CHECK: Any = {
    "type": "string_check",
    "name": "exact",
    "operation": "eq",
    "input": "{{ sample.output_text }}",
    "reference": "{{item.answer}}",
}
LIKE: Any = {
    "type": "text_similarity",
    "name": "like",
    "evaluation_metric": "rouge_1",
    "input": "{{sample.output_json.city}}",
    "reference": "Paris",
}
MODEL: Any = {
    "type": "score_model",
    "name": "judge",
    "model": "gpt-4o",
    "range": [1, 5],
    "input": [{"role": "user", "content": "Is this Paris: {{sample.output_text}}"}],
}


def run(grader: Any, sample: str = "Paris", **item: Any) -> Any:
    return CLIENT.one(
        lambda api: api.fine_tuning.alpha.graders.run(grader=grader, model_sample=sample, item=item)
    )


@pytest.mark.parametrize(
    ("operation", "sample", "reward"),
    [
        ("eq", "Paris", 1),
        ("eq", "paris", 0),
        ("ne", "paris", 1),
        ("like", "In Paris.", 1),
        ("ilike", "PARIS!", 1),
    ],
)
def test_texts_are_compared(operation: str, sample: str, reward: float) -> None:
    found = run(CHECK | {"operation": operation}, sample, answer="Paris")
    assert (found.reward, found.metadata.scores) == (reward, {"exact": reward})
    assert not any(value for _, value in found.metadata.errors)


def test_json_is_looked_into() -> None:
    assert run(LIKE, '{"city": "Paris"}').reward == 1
    missing = run(LIKE, "Paris")
    assert (missing.reward, missing.metadata.errors.invalid_variable_error) == (0, True)


def test_a_model_reads_tokens() -> None:
    found = run(MODEL)
    assert 1 < found.reward <= 5
    assert found.metadata.sampled_model_name == "gpt-4o"
    assert found.api_model_grader_token_usage_per_model == {"gpt-4o": found.metadata.token_usage}


def test_programs_are_not_run() -> None:
    found = run({"type": "python", "name": "p", "source": "raise SystemExit"})
    assert (found.reward, found.metadata.errors.python_grader_server_error) == (0, True)


def test_several_are_put_together_by_a_formula() -> None:
    several = {
        "type": "multi",
        "name": "both",
        "graders": {"exact": CHECK, "judge": MODEL},
        "calculate_output": "0.5 * exact + judge ^ 0",
    }
    found = run(several, answer="Paris")
    assert (found.reward, found.sub_rewards["exact"]) == (1.5, 1)
    alone = {**several, "graders": CHECK, "calculate_output": "exact"}
    assert CLIENT.one(lambda api: api.fine_tuning.alpha.graders.validate(grader=alone)).grader is not None


def test_what_is_wrong() -> None:
    for grader, param in (
        (CHECK | {"operation": "is"}, "grader.operation"),
        (CHECK | {"type": "no"}, "grader.type"),
        (
            {"type": "multi", "name": "m", "graders": {"a": CHECK}, "calculate_output": "b"},
            "grader.calculate_output",
        ),
        ({"type": "multi", "name": "m", "graders": {}, "calculate_output": "b"}, "grader.graders"),
    ):
        refusal = error(ask("/v1/fine_tuning/alpha/graders/validate", {"grader": grader}))
        assert refusal["param"] == param
    assert error(ask("/v1/fine_tuning/alpha/graders/run", {"grader": CHECK}))["param"] == "model_sample"
