from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.proxy.unpack import CODINGS, TooLarge, unpack

BOMB = bytes(50_000_000)


def bare(plain: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(plain) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda plain: brotli.compress(plain, quality=1),
    "zstd": zstandard.ZstdCompressor().compress,
}


def test_every_coding_is_tried() -> None:
    assert PACK.keys() == CODINGS.keys()


@pytest.mark.parametrize("coding", PACK)
@given(plain=st.binary(max_size=2_000))
def test_round_trip(coding: str, plain: bytes) -> None:
    assert unpack(PACK[coding](plain), coding.upper(), len(plain)) == plain


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("plain", [b"x" * 101, BOMB], ids=["one too many", "a bomb"])
def test_no_more_than_the_limit(coding: str, plain: bytes) -> None:
    with pytest.raises(TooLarge):
        unpack(PACK[coding](plain), coding, 100)


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("cut", [slice(-3), slice(3, None)], ids=["truncated", "without its head"])
def test_what_is_broken_comes_as_it_is(coding: str, cut: slice) -> None:
    broken = PACK[coding](b"a body, or what was one " * 9)[cut]
    assert unpack(broken, coding, 1_000) == broken


def test_deflate_without_a_header() -> None:
    assert unpack(bare(b"{}"), "deflate", 9) == b"{}"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_members_in_a_row(coding: str) -> None:
    assert unpack(PACK[coding](b"a") + PACK[coding](b"b"), coding, 9) == b"ab"


@pytest.mark.parametrize("coding", ["", "identity", "no-such", "gzip, br"])
def test_an_unknown_coding_is_left_alone(coding: str) -> None:
    assert unpack(b"{}", coding, 0) == b"{}"
