from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.retrieval.chunks import SLICE, Cutting, ends, spans
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("cl100k_base")


def cut(text: str, size: int, overlap: int) -> list[str]:
    content = text.encode()
    found = spans(content, np.concatenate([*ends(text, WORDS)]), Cutting(size, overlap))
    return [content[begin:end].decode() for begin, end in found]


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.integers(2, 9), st.data())
def test_chunks_cover_the_text_whatever_its_characters(text: str, size: int, data: st.DataObject) -> None:
    content, overlap = text.encode(), data.draw(st.integers(0, size // 2))
    found = spans(content, np.concatenate([*ends(text, WORDS)]), Cutting(size, overlap))
    assert found[0][0] == 0
    assert found[-1][1] == len(content)
    assert all(begin <= before for (_, before), (begin, _) in pairwise(found))
    assert all(content[begin:end].decode() in text for begin, end in found)


def test_sizes_and_overlaps_are_in_tokens() -> None:
    text = " word" * 1000
    found = cut(text, 100, 40)
    assert {len(WORDS.encode(chunk)) for chunk in found[:-1]} == {100}
    assert len(found) == 16
    assert found[0][-40 * 5 :] == found[1][: 40 * 5]


def test_a_long_text_is_read_in_slices() -> None:
    found = [*ends("word and " * 2_000 + "x" * 2 * SLICE, WORDS)]
    assert len(found) >= 4
    assert int(found[-1][-1]) == 18_000 + 2 * SLICE
