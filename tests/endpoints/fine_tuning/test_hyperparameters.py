import pytest

from fakeai_proxy.endpoints.fine_tuning.hyperparameters import asked, epochs, resolved, steps


@pytest.mark.parametrize(
    ("examples", "expected"), [(0, 25), (10, 10), (33, 3), (100, 3), (8_333, 3), (10_000, 2), (60_000, 1)]
)
def test_few_examples_are_shown_more_often(examples: int, expected: int) -> None:
    assert epochs(examples) == expected


def test_auto_is_a_number_in_the_end() -> None:
    wanted = asked({"n_epochs": 4, "batch_size": None}, "dpo")
    assert wanted == {"n_epochs": 4, "batch_size": "auto", "learning_rate_multiplier": "auto", "beta": "auto"}
    numbers = resolved(wanted, "dpo", 1_000)
    assert numbers == {"n_epochs": 4, "batch_size": 2, "learning_rate_multiplier": 1.8, "beta": 0.1}
    assert steps(numbers, 1_000) == 2_000
    assert steps(numbers, 999) == 2_000
    assert "auto" not in resolved(asked(None, "reinforcement"), "reinforcement", 10).values()
