"""What models are told."""

from __future__ import annotations

from typing import get_args

from fakeai_proxy.faults.payload.degraded import Degraded, Kind
from fakeai_proxy.faults.payload.instructions import INSTRUCTIONS


def test_there_are_fifteen_kinds_and_each_has_its_instruction() -> None:
    assert tuple(INSTRUCTIONS) == get_args(Kind)
    assert len(set(INSTRUCTIONS.values())) == 15


def test_each_is_explained() -> None:
    assert Degraded.__doc__
    assert [kind for kind in INSTRUCTIONS if kind not in Degraded.__doc__] == []
