import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.retrieval.terms import keywords, stem, terms


@pytest.mark.parametrize(
    "forms",
    [
        ("breathe", "breathes", "breathing", "breathed"),
        ("stop", "stops", "stopped", "stopping"),
        ("city", "cities"),
        ("bus", "buses"),
        ("house", "houses"),
        ("glass",),
        ("Übung",),
    ],
)
def test_forms_of_a_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_words_that_say_nothing_are_left_out() -> None:
    assert terms("What is the policy on returns, and what of the returned?") == ["policy", "return", "return"]
    assert keywords("What is the return policy for shoes?") == "return policy shoes"
    assert keywords("Who is he?") == "Who is he?"


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_any_text_has_terms(text: str) -> None:
    assert all(terms(text))
