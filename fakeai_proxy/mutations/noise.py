"""Embeddings that are nearly the same."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.payload.edit import Edit, Object
from fakeai_proxy.faults.payload.vectors import Vector, changed

from .answer import AnswerMutation


class Noise(AnswerMutation):
    """Normal noise on the vectors of embeddings, which keep their length, as numbers and as base64 alike."""

    type: Literal["noise"] = "noise"
    scale: float = Field(
        default=0.1, gt=0, le=100, description="Length of the noise, in lengths of the vector, on average."
    )

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(scale=round(float(rng.uniform(0.01, 0.5)), 2))

    def edit(self, hit: Hit) -> Edit:
        return Blurring(self.scale, hit.rng)


class Blurring(Edit):
    unmet = "the answer had no embeddings"

    def __init__(self, scale: float, rng: np.random.Generator) -> None:
        self._scale, self._rng = scale, rng

    def vectors(self, answer: Object) -> None:
        for row in answer["data"]:
            with suppress(ValueError, TypeError, KeyError):  # no vector
                row["embedding"] = changed(row["embedding"], self._blurred)

    def _blurred(self, vector: Vector) -> Vector:
        numbers = np.asarray(vector, np.float64)
        length = float(np.linalg.norm(numbers))
        noise = self._rng.standard_normal(len(numbers)) * self._scale * length / max(len(numbers), 1) ** 0.5
        blurred = numbers + noise
        blurred *= length / (float(np.linalg.norm(blurred)) or 1.0)
        if isinstance(vector, list):
            return [float(number) for number in blurred]
        return np.asarray(blurred, np.float32)
