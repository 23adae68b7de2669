from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.faults.events import Framer, WireEvent
from tests.faults.replies import CHAT_EVENTS, MESSAGE_EVENTS, RESPONSE_EVENTS, after, cut, stream
from tests.playbook import body


def order(given: Mapping[str, Any], when: Mapping[str, Any] | None = None) -> list[int]:
    """Which events of the chat come, by number."""
    found = [
        piece.raw for piece in Framer().feed(body(after(given, None, when))) if isinstance(piece, WireEvent)
    ]
    return [CHAT_EVENTS.index(raw) for raw in found]


@pytest.mark.parametrize(
    ("given", "when", "expected"),
    [
        ({"type": "stream.duplicate"}, None, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]),
        (
            {"type": "stream.duplicate", "kind": "output", "count": 1, "times": 3},
            {"after_events": 2},
            [0, 1, 2, 2, 2, 3, 4, 5, 6],
        ),
        ({"type": "stream.drop", "count": 1}, {"after_events": 2}, [0, 1, 3, 4, 5, 6]),
        ({"type": "stream.drop", "kind": "finish"}, None, [0, 1, 2, 3, 5, 6]),
        ({"type": "stream.drop", "kind": "usage"}, None, [0, 1, 2, 3, 4, 6]),
        ({"type": "stream.drop", "kind": "done"}, None, [0, 1, 2, 3, 4, 5]),
        ({"type": "stream.reorder"}, None, [0, 2, 1, 3, 4, 5, 6]),
        ({"type": "stream.reorder", "window": 3}, None, [0, 3, 2, 1, 4, 5, 6]),
        ({"type": "stream.reorder", "count": 2, "window": 9}, None, [0, 2, 1, 3, 4, 5, 6]),
        ({"type": "stream.reorder", "kind": "any", "window": 4}, None, [3, 2, 1, 0, 6, 5, 4]),
    ],
)
def test_the_order_of_events(
    given: Mapping[str, Any], when: Mapping[str, Any] | None, expected: list[int]
) -> None:
    assert order(given, when) == expected


@given(st.sampled_from(["duplicate", "drop", "reorder"]), st.lists(st.integers(0, 10_000), max_size=12))
def test_what_is_left_is_a_valid_stream_for_any_borders(name: str, borders: list[int]) -> None:
    for events in (CHAT_EVENTS, MESSAGE_EVENTS, RESPONSE_EVENTS):
        content = body(after(f"stream.{name}", cut(b"".join(events), borders)))
        assert content == body(after(f"stream.{name}", stream(events)))
        framer = Framer()
        assert all(isinstance(piece, WireEvent) and piece.raw in events for piece in framer.feed(content))
        assert framer.rest() == b""
