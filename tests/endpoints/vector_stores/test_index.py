import numpy as np

from fakeai_proxy.endpoints.vector_stores.index import BLOCK, DIMENSIONS, Index, keep_text, keep_vectors
from tests.endpoints.asking import services


def test_what_is_kept_comes_back() -> None:
    blobs, chunks = services().resources.blobs, BLOCK + 3
    vectors = np.random.default_rng(0).normal(size=(chunks, DIMENSIONS)).astype(np.float32)
    text = "ü".join(str(at) for at in range(chunks))
    spans = [(at, at + 1) for at in range(chunks)]
    for start in range(0, chunks, 1_000):
        keep_vectors("vsi_a", list(vectors[start : start + 1_000]), blobs)
    list(keep_text("vsi_a", spans, text.encode(), blobs))
    index = Index("vsi_a", chunks, len(text.encode()), blobs)
    blocks = dict(index.blocks())
    assert [*blocks] == [0, BLOCK]
    assert np.array_equal(np.concatenate([*blocks.values()]), vectors)
    assert index.chunk(0) == "0"
    assert index.whole() == text
