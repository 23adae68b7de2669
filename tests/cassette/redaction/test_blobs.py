import base64
import json

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.cassette.redaction.blobs import LONG, around_blobs
from tests.cassette.secrets import PLANTED

KEY = PLANTED["openai_key"]
IMAGE = "data:image/png;base64," + base64.b64encode(bytes(range(256)) * 40).decode()


def test_images_are_set_aside():
    text = json.dumps({"a": "x", "url": IMAGE, "b": "y"}).encode()
    (first, begin), (second, end) = around_blobs(text)
    assert (first, begin) == (0, b'{"a": "x", "url": "')
    assert text[second:] == end == b'", "b": "y"}'


def test_keys_around_them_are_found_where_they_are():
    text = json.dumps({"a": KEY, "url": IMAGE, "more": [IMAGE, KEY]}).encode()
    assert [text[a:b].decode() for a, b, _ in Redactor().spans(text)] == [KEY, KEY]


def test_keys_beside_them_in_one_string_too():
    text = json.dumps([f"{IMAGE} {KEY}", f"{KEY} {IMAGE}", f"{IMAGE[22:]} {KEY}"]).encode()
    assert [text[a:b].decode() for a, b, _ in Redactor().spans(text)] == [KEY, KEY, KEY]


def test_long_prose_is_searched():
    text = json.dumps({"a": "words and words " * 1000 + KEY}).encode()
    assert list(around_blobs(text)) == [(0, text)]
    assert len(Redactor().spans(text)) == 1


@given(st.lists(st.sampled_from([b'"', b"a" * LONG, b"words, words. ", b"a" * 100]), max_size=12))
def test_nothing_but_blobs_is_left_out(pieces):
    text = b"".join(pieces)
    parts = list(around_blobs(text))
    assert all(text[at : at + len(part)] == part for at, part in parts)
    assert len(text) - sum(len(part) for _, part in parts) <= text.count(b"a")
