"""Texts in the comments of files."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.speech.tag import LONGEST, comment_of, tagged


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8")), st.binary(max_size=50), st.binary(max_size=50))
def test_a_text_is_found_wherever_its_comment_is(text: str, before: bytes, after: bytes) -> None:
    assert tagged(before + comment_of(text).encode() + after) == text


def test_what_is_no_comment_of_ours_tells_nothing() -> None:
    assert tagged(b"ID3 and much else") is None
    assert tagged(b"fakeai-speech:AAAA;") is None
    assert tagged(b"fakeai-speech:A;") is None


def test_of_a_text_without_end_no_more_is_read_than_anybody_says() -> None:
    assert len(tagged(comment_of("a" * (2 * LONGEST)).encode()) or "") == LONGEST
