import gzip
import itertools
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.decode import decoded
from fakeai_proxy.cassette.interaction import Chunk


def bare_deflate(body: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(body) + deflate.flush()


ENCODERS = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate ": bare_deflate,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "gzip, br": lambda body: brotli.compress(gzip.compress(body)),
}


def pieces(body: bytes, cuts: list[int]) -> list[Chunk]:
    borders = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    return [Chunk(n, body[a:b]) for n, (a, b) in enumerate(itertools.pairwise(borders))]


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=5), st.sampled_from(sorted(ENCODERS)))
def test_any_encoding_in_any_pieces(body, cuts, encoding):
    chunks = decoded(encoding, pieces(ENCODERS[encoding](body), cuts))
    assert b"".join(chunk.body for chunk in chunks) == body
    assert all(chunk.body for chunk in chunks)
    assert [chunk.ns for chunk in chunks] == sorted(chunk.ns for chunk in chunks)


def test_flushed_pieces_keep_their_times():
    squeeze = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    wire = [squeeze.compress(text) + squeeze.flush(zlib.Z_SYNC_FLUSH) for text in (b"one", b"two")]
    assert decoded("gzip", [Chunk(5, wire[0]), Chunk(9, wire[1]), Chunk(9, squeeze.flush())]) == [
        Chunk(5, b"one"),
        Chunk(9, b"two"),
    ]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_bytes_that_are_not_encoded_are_refused(encoding):
    with pytest.raises(ValueError, match="the body is not"):
        decoded(encoding, [Chunk(0, b"\x17 plain text, not encoded")])


def test_unknown_encodings_are_refused():
    with pytest.raises(ValueError, match="'compress' cannot be decoded"):
        decoded("compress", [Chunk(0, b"x")])
