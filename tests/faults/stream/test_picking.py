from __future__ import annotations

from collections.abc import Iterable

import pytest

from fakeai_proxy.core.steps import Data, Step
from fakeai_proxy.faults.events import WireEvent
from fakeai_proxy.faults.stream.order import Duplicate
from fakeai_proxy.faults.stream.picking import Picking
from tests.faults.replies import CHAT_EVENTS, fed, stream


class Stars(Picking):
    def pick(self, event: WireEvent) -> Iterable[WireEvent | bytes]:
        return (b"*",)


@pytest.mark.parametrize(
    ("kind", "count", "expected"),
    [
        ("any", None, "*******"),
        ("any", 2, "**....."),
        ("output", None, ".***..."),
        ("output", 1, ".*....."),
        ("finish", None, "....*.."),
        ("usage", None, ".....*."),
        ("done", None, "......*"),
        ("tool_call", None, "......."),
    ],
)
def test_events_are_chosen_by_kind_and_number(kind: str, count: int | None, expected: str) -> None:
    fault = Duplicate.model_validate({"kind": kind, "count": count})
    stars = Stars(fault)
    steps: list[Step] = fed(stars, stream())[1:-1]
    assert stars.idle == ("*" not in expected)
    assert "".join("*" if step == Data(b"*") else "." for step in steps) == expected
    assert len(steps) == len(CHAT_EVENTS)
