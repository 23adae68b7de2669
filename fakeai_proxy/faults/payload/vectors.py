"""Embeddings that a vector store should not take."""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .edit import Edit, Object
from .fault import PayloadFault

Vector = list[float] | NDArray[np.float32]
GARBAGE = "%%% this is no base64 %%%"


class Embeddings(PayloadFault):
    """The vectors of an embedding are wrong, as numbers and as base64 alike.

    dimension   every vector is shorter than it should be
    nan         one number of every vector is NaN
    shuffled    the indices that tell which input a vector belongs to are mixed up; one alone is off by one
    base64      every vector is a text that is no base64
    """

    type: Literal["payload.embeddings"] = "payload.embeddings"
    mode: Literal["dimension", "nan", "shuffled", "base64"] = Field(
        default="dimension", description="What is wrong with them."
    )
    dimensions: int | None = Field(
        default=None,
        ge=0,
        le=100_000,
        description="Of `dimension`: numbers that are left; by default all but one.",
    )

    def edit(self, hit: Hit) -> Edit:
        return Misembedding(self, hit.rng)


class Misembedding(Edit):
    def __init__(self, fault: Embeddings, rng: np.random.Generator) -> None:
        self._fault, self._rng = fault, rng

    def vectors(self, answer: Object) -> None:
        rows = [row for row in answer["data"] if isinstance(row, dict)]
        match self._fault.mode:
            case "shuffled":
                shuffle(rows, self._rng)
            case "base64":
                for row in rows:
                    row["embedding"] = GARBAGE
            case "nan":
                for row in rows:
                    row["embedding"] = changed(row["embedding"], self._with_nan)
            case "dimension":
                for row in rows:
                    row["embedding"] = changed(row["embedding"], self._shortened)

    def _shortened(self, vector: Vector) -> Vector:
        return vector[: -1 if self._fault.dimensions is None else self._fault.dimensions]

    def _with_nan(self, vector: Vector) -> Vector:
        if len(vector):
            vector[int(self._rng.integers(len(vector)))] = math.nan
        return vector


def changed(embedding: Any, change: Callable[[Vector], Vector]) -> Any:
    """An embedding after `change` of its numbers, in the form it had."""
    if isinstance(embedding, list):
        return change(embedding)
    numbers = np.frombuffer(b64decode(embedding), "<f4").copy()
    return b64encode(np.asarray(change(numbers), "<f4").tobytes()).decode()


def shuffle(rows: list[Object], rng: np.random.Generator) -> None:
    """Give every row the index of another one."""
    if len(rows) < 2:
        for row in rows:
            row["index"] = row.get("index", 0) + 1
        return
    indices = [row.get("index") for row in rows]
    shift = int(rng.integers(1, len(rows)))
    for row, index in zip(rows, indices[shift:] + indices[:shift], strict=True):
        row["index"] = index
