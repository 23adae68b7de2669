from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.diff.texts import LINES, said, short_diff, similarity, texts
from tests.cassette.diff.replies import chat, chunk, streamed, whole


def test_what_is_said_is_compared_whatever_its_form() -> None:
    assert list(texts(whole(chat("Hi you")), streamed(chunk(content="Hi"), chunk(content=" you")))) == []
    (one,) = texts(whole(chat("red green blue")), whole(chat("red green black")))
    assert (one.kind, one.pointer, one.alike) == ("text_changed", "assistant", 0.667)
    assert one.lines == ("-red green blue", "+red green black")


def test_reasoning_is_told_apart() -> None:
    message = {"choices": [{"message": {"reasoning_content": "Hm", "content": "Hi"}}]}
    assert said(whole(message)) == {"reasoning": "Hm", "assistant": "Hi"}
    (one,) = texts(whole(message), whole(chat("Hi")))
    assert (one.pointer, one.expected, one.actual) == ("reasoning", "Hm", None)


def test_plain_text_and_bytes() -> None:
    plain = (("content-type", "text/plain; charset=utf-8"),)
    one, other = (whole(None, headers=plain, body=text) for text in (b"one", b"two"))
    assert [each.pointer for each in texts(one, other)] == ["body"]
    sound, noise = (whole(None, headers=(), body=body) for body in (b"RIFF1", b"RIFF2"))
    assert [each.kind for each in texts(sound, noise)] == ["body_changed"]
    assert list(texts(sound, replace(sound, end_ns=5))) == []


def test_values_where_nobody_says_anything() -> None:
    one, other = whole({"id": "a", "data": [{"embedding": [0.1]}]}), whole({"id": "b", "data": []})
    assert [each.kind for each in texts(one, other)] == ["body_changed"]
    assert list(texts(one, whole({"id": "b", "data": [{"embedding": [0.1]}]}))) == []


@settings(max_examples=25)
@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_a_share(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, one) == 1
    assert short_diff(one, one) == ()
    assert len(short_diff(one, other)) <= LINES


def test_long_texts_take_no_long_time() -> None:
    assert similarity("a b " * 100_000, "b a " * 100_000) > 0.9
