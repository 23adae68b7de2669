from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.codings import CODINGS, TooLarge, unpack

BOMB = bytes(50_000_000)


def bare(plain: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(plain) + packer.flush()


PACK = {
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda plain: brotli.compress(plain, quality=1),
    "zstd": zstandard.ZstdCompressor().compress,
}
PACKED = [coding for coding in PACK if coding != "identity"]


def test_each_coding_is_packed_by_one_of_ours() -> None:
    assert PACK.keys() == CODINGS.keys()


@pytest.mark.parametrize("coding", PACK)
@given(plain=st.binary(max_size=2_000), step=st.integers(1, 100))
def test_bytes_come_out_of_any_pieces(coding: str, plain: bytes, step: int) -> None:
    decode, packed = CODINGS[coding](), PACK[coding](plain)
    found = b"".join(decode(packed[place : place + step]) for place in range(0, len(packed), step))
    assert (found, decode(b""), decode.complete) == (plain, b"", True)


@pytest.mark.parametrize("coding", PACK)
def test_nothing_is_complete(coding: str) -> None:
    decode = CODINGS[coding]()
    assert (decode(b""), decode.complete) == (b"", True)


@pytest.mark.parametrize("coding", PACKED)
def test_what_is_cut_off_is_not_complete(coding: str) -> None:
    decode = CODINGS[coding]()
    decode(PACK[coding](b"one two three" * 9)[:-3])
    assert not decode.complete


@pytest.mark.parametrize("coding", PACKED)
@given(plain=st.binary(max_size=2_000))
def test_round_trip(coding: str, plain: bytes) -> None:
    assert unpack(PACK[coding](plain), coding.upper(), len(plain)) == plain


@pytest.mark.parametrize("coding", PACKED)
@pytest.mark.parametrize("plain", [b"x" * 101, BOMB], ids=["one too many", "a bomb"])
def test_no_more_than_the_limit(coding: str, plain: bytes) -> None:
    with pytest.raises(TooLarge):
        unpack(PACK[coding](plain), coding, 100)


@pytest.mark.parametrize("coding", PACKED)
@pytest.mark.parametrize("cut", [slice(-3), slice(3, None)], ids=["truncated", "without its head"])
def test_what_is_broken_comes_as_it_is(coding: str, cut: slice) -> None:
    broken = PACK[coding](b"a body, or what was one " * 9)[cut]
    assert unpack(broken, coding, 1_000) == broken


def test_deflate_without_a_header() -> None:
    assert unpack(bare(b"{}"), "deflate", 9) == b"{}"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("after", [b"", b"\0\0\0\0", b"no member"])
@pytest.mark.parametrize("step", [1, 7, 1_000])
def test_members_in_a_row_and_what_follows_them(coding: str, after: bytes, step: int) -> None:
    packed = PACK[coding](b"a" * 50) + PACK[coding](b"b" * 50) + after
    decode = CODINGS[coding]()
    found = b"".join(decode(packed[place : place + step]) for place in range(0, len(packed), step))
    assert found == b"a" * 50 + b"b" * 50


@pytest.mark.parametrize("coding", ["", "identity", "no-such", "gzip, br"])
def test_an_unknown_coding_is_left_alone(coding: str) -> None:
    assert unpack(b"{}", coding, 0) == b"{}"
