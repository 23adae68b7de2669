"""Records without end; prints a line for each recording that was committed. To be killed."""

from __future__ import annotations

import logging
import sys
from itertools import count
from pathlib import Path

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import SystemClock
from fakeai_proxy.core.steps import Data, End, Head
from tests.cassette.tape import SSE, ask, delta

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(message)s")
cassette = Cassette.open(Path(sys.argv[1]), readonly=False, clock=SystemClock())
for number in count():
    recorder = cassette.recorder(ask(str(number)), replace=True)
    recorder.feed(Head(200, SSE))
    for piece in range(20):
        recorder.feed(Data(delta(f"{number} {piece}")))
    recorder.feed(End())
    recorder.close()
    if number % 50 == 49:
        sys.stdin.readline()
