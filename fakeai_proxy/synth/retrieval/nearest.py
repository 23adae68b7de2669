"""Which vectors are nearest to one: exactly, by numpy or, where it is asked for, by FAISS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Engine = Literal["numpy", "faiss"]
Nearest = Callable[[Vectors, Vectors, int], tuple[Vectors, NDArray[np.int64]]]
"""(one vector, rows of unit vectors, how many) -> (cosines, numbers of rows), the nearest first."""


def exact(query: Vectors, vectors: Vectors, count: int) -> tuple[Vectors, NDArray[np.int64]]:
    """One product, and a part of a sort."""
    scores = vectors @ query
    top = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(len(scores))
    rows = top[np.argsort(-scores[top], kind="stable")]
    return scores[rows], rows


def by_faiss(query: Vectors, vectors: Vectors, count: int) -> tuple[Vectors, NDArray[np.int64]]:
    """The same, by its kernels and threads. ImportError without the extra `vector`."""
    import faiss

    metric = faiss.METRIC_INNER_PRODUCT
    scores, rows = faiss.knn(query[None], vectors, min(count, len(vectors)), metric=metric)
    return scores[0], rows[0]


ENGINES: dict[Engine, Nearest] = {"numpy": exact, "faiss": by_faiss}
