from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.timeline import SLACK, Timeline


def test_steps_are_numbered_from_0() -> None:
    timeline = Timeline()
    timeline.append(1.0)
    timeline.extend(np.array([2.0, 4.0]))
    assert (timeline.count, timeline[0], timeline[2]) == (3, 1.0, 4.0)
    assert list(timeline.between(1, 3)) == [2.0, 4.0]


def test_what_nobody_asks_for_is_forgotten_and_numbers_stay() -> None:
    timeline = Timeline()
    timeline.extend(np.arange(3.0 * SLACK))
    timeline.forget(SLACK)
    assert timeline[0] == 0
    timeline.forget(2 * SLACK)
    assert (timeline[2 * SLACK], timeline.count) == (2 * SLACK, 3 * SLACK)
    assert list(timeline.between(2 * SLACK, 2 * SLACK + 2)) == [2 * SLACK, 2 * SLACK + 1]
    timeline.append(1e6)
    assert timeline[3 * SLACK] == 1e6


def test_it_holds_no_more_than_what_is_asked_for_and_some_slack() -> None:
    timeline = Timeline()
    for step in range(10 * SLACK):
        timeline.append(step)
        timeline.forget(step - 5)
    assert len(timeline._ends) <= SLACK + 7
    with pytest.raises(IndexError):
        timeline[10 * SLACK]
