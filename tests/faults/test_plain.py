from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard

from fakeai_proxy.core.steps import Data, End, Head, Step, Wait
from fakeai_proxy.faults.plain import plain
from tests.playbook import body

from .replies import fed

TEXT = b"data: {}\n\n" * 20


def packed(encoding: str, content: bytes) -> list[Step]:
    head = Head(200, (("content-encoding", encoding), ("content-length", str(len(content))), ("x", "1")))
    return [head, *(Data(content[at : at + 7]) for at in range(0, len(content), 7)), Wait(1.0), End()]


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("GZIP", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstandard.compress(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT), mtime=0)),
    ],
)
def test_every_encoding_comes_off(encoding: str, content: bytes) -> None:
    steps = fed(plain(), packed(encoding, content))
    assert body(steps) == TEXT
    assert steps[0] == Head(200, (("x", "1"),))
    assert steps[-2:] == [Wait(1.0), End()]


@pytest.mark.parametrize("encoding", ["", "x-unknown", "gzip, x-unknown"])
def test_others_stay_on(encoding: str) -> None:
    reply = packed(encoding, b"as it was")
    assert fed(plain(), reply) == reply


def test_what_can_be_read_comes_at_once() -> None:
    pack = zlib.compressobj(wbits=31)
    transform = plain()
    list(transform.feed(Head(200, (("content-encoding", "gzip"),))))
    for event in (b"one", b"two"):
        assert list(transform.feed(Data(pack.compress(event) + pack.flush(zlib.Z_SYNC_FLUSH)))) == [
            Data(event)
        ]


def test_what_is_not_in_the_coding_is_an_error_of_the_codec() -> None:
    with pytest.raises(zlib.error):
        fed(plain(), packed("gzip", b"not gzip at all"))
