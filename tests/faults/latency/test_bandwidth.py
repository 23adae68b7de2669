from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.steps import Data, End, Step
from fakeai_proxy.faults.latency.bandwidth import AT_MOST
from tests.faults.replies import CHAT_EVENTS, STREAM, after, cut, stream, whole
from tests.playbook import body, play


def line(kib: float, steps: list[Step]) -> list[Step]:
    return after({"type": "latency.bandwidth", "kib_per_second": kib}, steps)


def test_a_body_takes_as_long_as_its_bytes() -> None:
    played = play(line(1, whole(b"x" * 2048)))
    assert played[0][0] == 0
    assert played[-1] == (pytest.approx(2.0), End())
    sizes = {len(step.body) for _, step in played if isinstance(step, Data)}
    assert max(sizes) == 1024 // 20


def test_the_line_carries_while_the_provider_thinks() -> None:
    content = b"x" * 1024
    steps = line(1, stream([content, content], pace=0.25))
    assert play(steps)[-1][0] == pytest.approx(2.0)
    assert play(line(1, stream([content, content], pace=5)))[-1][0] == pytest.approx(10.0)


def test_a_large_body_is_not_cut_into_countless_pieces() -> None:
    pieces = [step for step in line(0.01, whole(b"x" * 1_000_000)) if isinstance(step, Data)]
    assert len(pieces) == AT_MOST


@given(st.floats(0.01, 100), st.lists(st.integers(0, 10_000), max_size=12))
def test_the_content_is_the_same(kib: float, borders: list[int]) -> None:
    content = b"".join(CHAT_EVENTS)
    steps = line(kib, cut(content, borders))
    assert body(steps) == content
    assert (steps[0], steps[-1]) == (STREAM, End())
