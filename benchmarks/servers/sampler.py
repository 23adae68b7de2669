"""A sampling profiler of the main thread: true shares of CPU time, no counts of calls."""

from __future__ import annotations

import marshal
import signal
from collections import defaultdict
from pathlib import Path
from time import process_time
from types import FrameType

INTERVAL = 0.001
"""CPU seconds between samples; the kernel may make them longer."""

Function = tuple[str, int, str]
"""File, first line and name, as in pstats."""


Callers = dict[Function, object]


class Sampler:
    """Has the methods of cProfile.Profile that are used here."""

    def __init__(self) -> None:
        self._own: defaultdict[Function, float] = defaultdict(float)
        self._cumulative: defaultdict[Function, float] = defaultdict(float)
        self._last = 0.0

    def enable(self) -> None:
        self._last = process_time()
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)

    def disable(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def dump_stats(self, out: Path) -> None:
        """In the format of pstats; the counts of calls are 0."""
        stats = {key: (0, 0, self._own[key], spent, Callers()) for key, spent in self._cumulative.items()}
        out.write_bytes(marshal.dumps(stats))

    def _sample(self, _: int, frame: FrameType | None) -> None:
        """All CPU time since the last sample was spent here."""
        now = process_time()
        spent, self._last = now - self._last, now
        stack = [place(frame)] if frame else []
        while frame := frame.f_back if frame else None:
            stack.append(place(frame))
        for function in set(stack):
            self._cumulative[function] += spent
        for function in stack[:1]:
            self._own[function] += spent


def place(frame: FrameType) -> Function:
    code = frame.f_code
    return code.co_filename, code.co_firstlineno, code.co_qualname
