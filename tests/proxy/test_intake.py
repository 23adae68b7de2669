"""How a body is taken, told by the commands that come of it; sockets and windows: test_effects.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mitmproxy.proxy.layers.http import ReceiveBuffer

from fakeai_proxy.core.steps import Step
from fakeai_proxy.proxy.intake import RefusedIntake


class Stream:
    """The part of a stream that refuses."""

    def __init__(self) -> None:
        self.request_body_buf, self.refused = ReceiveBuffer(), 0

    def refuse(self, reply: Iterator[Step]) -> Iterator[Any]:
        self.refused += 1
        yield from ()


@pytest.mark.parametrize(("after", "pieces"), [(0, 0), (1, 1), (10, 1), (11, 2), (30, 3)])
def test_it_is_refused_as_soon_as_there_is_enough(after: int, pieces: int) -> None:
    stream = Stream()
    intake = RefusedIntake(stream, after, lambda: iter([]))  # type: ignore[arg-type]
    refused_at = []
    for number in range(4):
        list(intake.take(10 * bool(number)))
        if stream.refused and not refused_at:
            refused_at.append(number)
        stream.request_body_buf += bytes(10)
    assert (refused_at, intake.early) == ([pieces], 0)
