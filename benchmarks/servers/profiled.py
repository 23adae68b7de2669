"""Runs a Python script under cProfile between two signals, so that its start is not counted.

`python -m benchmarks.servers.profiled OUT SCRIPT [ARGUMENT...]`: SIGUSR1 begins, SIGUSR2 ends and writes OUT.
"""

from __future__ import annotations

import cProfile
import runpy
import signal
import sys
from pathlib import Path


def main(out: Path, arguments: list[str]) -> None:
    profile = cProfile.Profile()

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
    main(Path(sys.argv[1]), sys.argv[2:])
