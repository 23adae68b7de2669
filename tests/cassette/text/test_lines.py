from __future__ import annotations

import pytest
from hypothesis import given

from fakeai_proxy.cassette.text.lines import line, record
from tests.cassette.tapes import texts, values


def test_people_can_read_it() -> None:
    assert (
        line({"text": "Grüße, 世界", "n": [1, None]}) == '{"text": "Grüße, 世界", "n": [1, null]}\n'.encode()
    )


@pytest.mark.parametrize("character", ["\ud800", "\u202e", "\u200b", "\u2028", "\x7f", "\u0085", "\ufeff"])
def test_what_nobody_sees_is_escaped(character: str) -> None:
    assert line({"a": character}) == b'{"a": "\\u%04x"}\n' % ord(character)
    assert record(line({"a": character})) == {"a": character}


@given(texts, values)
def test_it_is_one_line_and_reads_back(name: str, value: object) -> None:
    text = line({name: value})
    assert text.count(b"\n") == len(text.decode().splitlines()) == 1
    assert repr(record(text)) == repr({name: value})


@pytest.mark.parametrize("text", [b"[]", b"{}", b"1", b"{", b"\xff"])
def test_other_lines_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        record(text)
