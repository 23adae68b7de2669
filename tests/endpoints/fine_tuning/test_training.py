from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.fine_tuning.training import Curve, checkpointed, spaced
from fakeai_proxy.resources import Resource


def curve(steps: int = 100, seed: int = 1, validation: str | None = None) -> Curve:
    files = {"training_file": "file-a", "validation_file": validation}
    body: dict[str, Any] = {"seed": seed, "base": "gpt-4o", "steps": steps, **files}
    return Curve.of(Resource(1, "me", "fine_tuning.job", "ftjob-a", "", 0.0, None, body))


@settings(max_examples=30)
@given(st.integers(1, 5_000), st.integers(-(2**63), 2**63 - 1))
def test_losses_fall(steps: int, seed: int) -> None:
    one = curve(steps, seed)
    losses = [one.metrics(step)["train_loss"] for step in spaced(steps, 50)]
    assert losses == sorted(losses, reverse=True)
    assert 0 < losses[-1] <= losses[0] < 3


def test_the_same_job_learns_the_same() -> None:
    assert curve().metrics(50) == curve().metrics(50) != curve(seed=2).metrics(50)
    seen = curve(validation="file-b").metrics(50)
    assert seen["valid_loss"] > seen["train_loss"]
    assert "valid_loss" not in curve().metrics(50)


def test_steps_that_are_told() -> None:
    assert spaced(5, 100) == [1, 2, 3, 4, 5]
    assert spaced(250, 100)[-2:] == [249, 250]
    assert len(spaced(250, 100)) <= 100


def test_three_are_kept() -> None:
    def kept(steps: int, epochs: int) -> list[int]:
        return checkpointed({"steps": steps, "hyperparameters": {"n_epochs": epochs}})

    assert kept(96, 8) == [72, 84, 96]
    assert kept(90, 1) == [30, 60, 90]
    assert kept(1, 1) == [1]
