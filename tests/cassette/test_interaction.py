from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.cassette.interaction import Chunk
from fakeai_proxy.core.steps import Head

from .tape import ask, capture


def test_the_size_of_a_capture_is_that_of_both_bodies() -> None:
    asked = ask()
    assert capture(asked, Head(200), b"ab", b"", b"cde").size == len(asked.body) + 5
    assert capture(replace(asked, body=b""), Head(204)).size == 0


def test_a_chunk_is_a_time_and_a_body() -> None:
    ns, body = Chunk(7, b"x")
    assert (ns, body) == (7, b"x")
