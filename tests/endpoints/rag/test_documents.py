import numpy as np

from fakeai_proxy.endpoints.rag.documents import OPENINGS, made_up, text_of
from tests.endpoints.asking import context


def test_documents_speak_of_what_is_asked() -> None:
    rng = np.random.default_rng(0)
    texts = [text_of("What are corner groups?", at, rng) for at in range(len(OPENINGS))]
    assert all("corner groups" in text.lower() for text in texts)
    assert len(set(texts)) == len(texts)


def test_as_many_as_are_missing() -> None:
    found = made_up(["a b", "c"], {}, 3, context())
    assert len({one.id for one in found}) == 3
    assert all(one.source.startswith("library/") and 0 < one.score < 1 for one in found)
    assert made_up(["a"], {}, 0, context()) == []
