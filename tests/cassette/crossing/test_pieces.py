from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.crossing.pieces import words


@settings(max_examples=40)
@given(st.text(alphabet=" ab\n\u2003é", max_size=12))
def test_nothing_is_lost(text):
    assert "".join(words(text)) == text


def test_word_by_word():
    assert words("The sea,\n wide ") == ["The", " sea,", "\n wide", " "]
    assert words("") == []
