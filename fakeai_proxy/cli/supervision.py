"""What a proxy tells the process that started it: lines of JSON on its stdout, until its stdin ends.

    {"proxy": ["127.0.0.1", 40123], "reverse": null}     it listens
    {"seen": {"synthesized": 3}}                          it stopped

Its stdin is a pipe nobody writes to; its end, also by the death of the parent, stops the proxy.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from typing import IO


def begin() -> IO[str]:
    """Where to report. What else is printed on stdout goes to stderr from here on."""
    report = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    threading.Thread(target=stop_at_end, args=(sys.stdin.fileno(),), daemon=True).start()
    return report


def stop_at_end(descriptor: int) -> None:
    """Block until `descriptor` is at its end, then ask our own process to stop."""
    while os.read(descriptor, 1024):
        pass
    signal.raise_signal(signal.SIGTERM)


def say(report: IO[str], message: Mapping[str, object]) -> None:
    """One line."""
    print(json.dumps(message), file=report, flush=True)
