import gzip
import zlib

import brotli
import pytest
import zstandard

from fakeai_proxy.core.codings import CODINGS

PACK = {
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def test_each_coding_is_packed_by_one_of_ours():
    assert PACK.keys() == CODINGS.keys()


@pytest.mark.parametrize("coding", PACK)
def test_bytes_come_out_of_any_pieces(coding):
    decode, packed = CODINGS[coding](), PACK[coding](b"one two three")
    assert (
        b"".join(decode(packed[place : place + 3]) for place in range(0, len(packed), 3)) == b"one two three"
    )
