from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.realtime.input_buffer import MOST, InputBuffer

SOUND = np.arange(1000, dtype=np.int16)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 300), max_size=8), st.integers(0, 1100), st.integers(0, 1100))
def test_it_holds_what_lies_between_two_places(sizes, start, end):
    buffer, at = InputBuffer(), 0
    for size in sizes:
        buffer.append(SOUND[at : at + size])
        at += len(SOUND[at : at + size])
    held = SOUND[:at]
    assert buffer.look(start, end).tolist() == held[start:end].tolist()
    assert buffer.take(start, end).tolist() == held[start:end].tolist()
    left = max(min(start, at), min(end, at))
    assert (buffer.start, buffer.end) == (left, at)
    assert buffer.take(0, at).tolist() == held[left:].tolist()


def test_what_is_cleared_is_gone_and_places_go_on():
    buffer = InputBuffer()
    buffer.append(SOUND)
    buffer.clear()
    buffer.append(SOUND)
    assert (buffer.start, buffer.end) == (1000, 2000)
    buffer.drop(1990)
    assert buffer.take(0, 2000).tolist() == [*range(990, 1000)]


def test_it_is_bounded():
    buffer = InputBuffer()
    buffer.append(np.broadcast_to(np.int16(0), MOST))
    with pytest.raises(ApiError, match="full"):
        buffer.append(SOUND)
