"""The way past the layers; what arrives by it: test_stream.py."""

from __future__ import annotations

import pytest

from fakeai_proxy.proxy.alone import chunk


@pytest.mark.parametrize(
    ("body", "framed"),
    [(b"a", b"1\r\na\r\n"), (b"x" * 16, b"10\r\n" + b"x" * 16 + b"\r\n"), (b"\r\n", b"2\r\n\r\n\r\n")],
)
def test_a_chunk_is_told_by_its_length_in_hexadecimal(body: bytes, framed: bytes) -> None:
    assert chunk(body) == framed
