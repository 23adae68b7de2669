"""Runs a Python script under a profiler between two signals, so that its start is not counted.

`python -m benchmarks.servers.profiled PROFILER OUT SCRIPT [ARGUMENT...]`: SIGUSR1 begins, SIGUSR2 ends and
writes OUT, to be read by pstats.
"""

from __future__ import annotations

import cProfile
import runpy
import signal
import sys
from pathlib import Path

from benchmarks.servers.sampler import Sampler

PROFILERS = {"sample": Sampler, "trace": cProfile.Profile}
"""`trace` counts calls, and makes each dearer; `sample` leaves the shares as they are."""


def main(profiler: str, out: Path, arguments: list[str]) -> None:
    profile = PROFILERS[profiler]()

    def end(*_: object) -> None:
        profile.disable()
        unfinished = out.with_suffix(".unfinished")
        profile.dump_stats(unfinished)
        unfinished.rename(out)

    signal.signal(signal.SIGUSR1, lambda *_: profile.enable())
    signal.signal(signal.SIGUSR2, end)
    sys.argv = arguments
    runpy.run_path(arguments[0], run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
