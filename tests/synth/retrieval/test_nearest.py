import numpy as np
import pytest

from fakeai_proxy.synth.retrieval.nearest import ENGINES, Nearest


@pytest.mark.parametrize("nearest", ENGINES.values())
def test_engines_find_the_same(nearest: Nearest) -> None:
    vectors = np.random.default_rng(0).normal(size=(200, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    query = vectors[7]
    cosines, rows = nearest(query, vectors, 5)
    assert rows.tolist() == np.argsort(-(vectors @ query))[:5].tolist()
    assert cosines[0] == pytest.approx(1.0, abs=1e-5)
    assert len(nearest(query, vectors[:3], 5)[1]) == 3
