"""How well a job learns, step by step: a curve that falls, the same each time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.resources import Resource

START, END = (1.6, 2.6), (0.15, 0.45)
"""Bounds of the loss before the first step, and after the last."""
DECAY = 4.0
"""How much faster it falls at the beginning than at the end, as an exponent."""
KNOTS = 512
"""Points of the curve; between them it is straight."""
AXIS = np.linspace(0, 1, KNOTS)
"""How much of the run is over at each."""
GAP = 1.06
"""The loss on examples that were not seen, in losses on those that were."""


class Curve(NamedTuple):
    """Of one job."""

    steps: int
    losses: NDArray[np.float64]
    """At KNOTS points from the first step to the last."""
    validated: bool

    @classmethod
    def of(cls, job: Resource) -> Curve:
        """Drawn by the seed of the job and the file it is trained on."""
        body = job.body
        rng = rng_for(body["seed"], f"{body['training_file']} {body['base']}".encode())
        drops = rng.gamma(0.7, size=KNOTS - 1) * np.exp(-DECAY * AXIS[1:])
        fallen = np.concatenate(([0.0], np.cumsum(drops) / drops.sum()))
        start, end = rng.uniform(*START), rng.uniform(*END)
        return cls(body["steps"], start - (start - end) * fallen, body["validation_file"] is not None)

    def metrics(self, step: int) -> dict[str, float]:
        """After `step`, 1 to `steps`."""
        loss = float(np.interp(step / self.steps, AXIS, self.losses))
        found = {"train_loss": loss, "train_mean_token_accuracy": float(np.exp(-loss))}
        if self.validated:
            found |= {"valid_loss": GAP * loss, "valid_mean_token_accuracy": float(np.exp(-GAP * loss))}
        return {name: round(value, 5) for name, value in found.items()}


def spaced(steps: int, most: int) -> list[int]:
    """At most `most` steps, evenly spaced; the last one always."""
    every = -(-steps // most)
    return [*range(every, steps, every), steps]


def checkpointed(body: dict[str, Any]) -> list[int]:
    """The steps after which the model is kept: the ends of the last three epochs, or thirds of fewer."""
    steps, epochs = body["steps"], body["hyperparameters"]["n_epochs"]
    if epochs >= 3:
        found = [steps - (steps // epochs) * back for back in (2, 1, 0)]
    else:
        found = [-(-steps * third // 3) for third in (1, 2, 3)]
    return [*dict.fromkeys(found)]
