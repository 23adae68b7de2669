from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.text.styles import STYLES, parsed, printed, style_of
from tests.cassette.tapes import values


@given(values, st.sampled_from(list(STYLES)))
def test_every_style_is_known_again(value: object, style: str) -> None:
    text = STYLES[style](value).encode("utf-8", "surrogatepass")
    found = style_of(value, text)
    assert found is not None
    assert printed(value, found) == text


@pytest.mark.parametrize("text", [b'{"a":  1}', b'{"a":1,"a":2}', b"1e0", b"1.50", b'{"a":1} ', b'"\\/"'])
def test_what_would_print_otherwise_has_none(text: bytes) -> None:
    assert style_of(parsed(text), text) is None


@pytest.mark.parametrize("text", [b"NaN", b"-Infinity", b"[" * 70 + b"]" * 70, b"[" * 10**5, b"\xff", b"x"])
def test_what_is_no_json_or_too_deep(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parsed(text)
