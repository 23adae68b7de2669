from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.relevance import logit, relevances

PAIRS = [
    ("How do I reset my password?", "To reset a password, open the settings and choose a new one."),
    ("capital of France", "Paris is the capital of France and its largest city."),
    ("how tall is mount everest", "Mount Everest is 8,849 metres tall."),
    ("python list sorting", "Lists in Python are sorted in place by their sort method."),
    ("symptoms of the flu", "Fever, cough and a sore throat are symptoms of the flu."),
    ("when did the second world war end", "The Second World War ended in 1945."),
    ("recipe for pancakes", "Pancakes are made of milk, eggs and flour; the recipe takes ten minutes."),
    ("who wrote Hamlet", "Hamlet was written by William Shakespeare around 1600."),
    ("speed of light in vacuum", "Light travels through a vacuum at 299,792 kilometres per second."),
    (
        "how does photosynthesis work",
        "In photosynthesis plants turn light, water and gas to sugar.",
    ),
    ("refund policy for damaged goods", "Damaged goods are refunded within thirty days."),
    ("GPU memory bandwidth", "The bandwidth of the memory of this GPU is 3.35 TB/s."),
]


def test_the_text_that_answers_comes_first() -> None:
    texts = [text for _, text in PAIRS]
    found = [max(range(len(texts)), key=relevances(query, texts).__getitem__) for query, _ in PAIRS]
    assert sum(at == best for at, best in enumerate(found)) > 0.9 * len(PAIRS)


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=25, deadline=None)
def test_scores_lie_between_0_and_1(question: str, texts: list[str]) -> None:
    scores = relevances(question, texts)
    assert len(scores) == len(texts)
    assert all(0 < score < 1 for score in scores)
    assert all(1 / (1 + exp(-logit(score))) == pytest.approx(score) for score in scores)
