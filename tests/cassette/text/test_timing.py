from __future__ import annotations

import pytest

from fakeai_proxy.cassette.recording import Slice
from fakeai_proxy.cassette.text.timing import read, tell

EVENTS = [b"aa", b"b", b"cc"]


@pytest.mark.parametrize(
    ("slices", "told"),
    [
        ((), {}),
        ((Slice(5, 0, 2), Slice(7, 2, 3)), {"events_ns": [5, [7, 2]]}),
        ((Slice(5, 0, 5),), {"events_ns": [[5, 3]]}),
        ((Slice(5, 0, 1), Slice(7, 1, 4)), {"pieces": (Slice(5, 0, 1), Slice(7, 1, 4))}),
        ((Slice(5, 0, 2),), {"pieces": (Slice(5, 0, 2),)}),
        ((Slice(5, 2, 1), Slice(6, 0, 2)), {"pieces": (Slice(5, 2, 1), Slice(6, 0, 2))}),
    ],
)
def test_pieces_by_their_events(slices: tuple[Slice, ...], told: object) -> None:
    assert tell(slices, EVENTS) == told
    assert read(tell(slices, EVENTS), EVENTS, 5) == slices


@pytest.mark.parametrize(
    "line",
    [{"events_ns": [1]}, {"events_ns": [[1, 4], [1, -1]]}, {"pieces": [[1, 3, 3]]}, {"pieces": [[1, -1, 2]]}],
)
def test_pieces_that_do_not_fit(line: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="of the timing"):
        read(line, EVENTS, 5)
