import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.resources import blobs

from .test_store import opened


@given(st.lists(st.binary(max_size=9), max_size=5), st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=50)
def test_any_part_of_any_pieces(pieces, start, size):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blobs, "PIECE", 4)
        store = opened().blobs
        for piece in pieces:
            store.append("a", piece)
    whole = b"".join(pieces)
    assert (store.read("a"), store.size("a"), store.total) == (whole, len(whole), len(whole))
    assert store.read("a", start, size) == whole[start : start + size]


def test_no_more_than_there_is_room_for():
    store = opened(max_bytes=10).blobs
    store.append("a", b"x" * 10)
    with pytest.raises(ApiError, match=r"10 bytes \(resources.max_bytes\)") as caught:
        store.append("b", b"y")
    assert (caught.value.status, caught.value.code) == (413, "storage_limit_exceeded")
    store.drop("a")
    store.append("b", b"y")
    assert (store.read("a"), store.total) == (b"", 1)
