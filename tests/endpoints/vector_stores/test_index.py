import numpy as np

from fakeai_proxy.endpoints.vector_stores.index import BLOCK, DIMENSIONS, Index, Plan
from fakeai_proxy.synth.embedding import embed
from tests.endpoints.asking import services


def test_what_is_kept_comes_back() -> None:
    blobs, words = services().resources.blobs, [f"{at:05}" for at in range(BLOCK + 3)]
    text = "ü".join(words)
    spans = [(at * 7, at * 7 + 5) for at in range(len(words))]
    plan = Plan(text.encode(), spans)
    while (done := blobs.size("vsi_a")) < plan.size:
        blobs.append("vsi_a", plan.part(done))
    assert blobs.size("vsi_a") == plan.size
    index = Index("vsi_a", len(words), len(text.encode()), blobs)
    blocks = dict(index.blocks())
    assert [*blocks] == [0, BLOCK]
    assert np.array_equal(blocks[BLOCK][1], embed(words[BLOCK + 1], DIMENSIONS))
    assert index.chunk(BLOCK) == words[BLOCK]
    assert index.whole() == text
