"""What a proxy tells the process that started it: lines of JSON on its stdout, until its stdin ends.

    {"proxy": ["127.0.0.1", 40123], "reverse": null, "metrics": null}     it listens
    {"seen": {"synthesized": 3}}                                           it stopped

Its stdin is a pipe nobody writes to; its end, also by the death of the parent, stops the proxy.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeai_proxy.proxy.launch import Listening


class Report:
    """Our stdout, for nothing but reports: what else is printed there goes to stderr from here on."""

    def __init__(self) -> None:
        self._lines = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)
        threading.Thread(target=stop_at_end, args=(sys.stdin.fileno(),), daemon=True).start()

    def listening(self, where: Listening) -> None:
        self._say({"proxy": where.proxy, "reverse": where.reverse, "metrics": where.metrics})

    def seen(self, counts: Mapping[str, int]) -> None:
        self._say({"seen": counts})

    def _say(self, message: Mapping[str, object]) -> None:
        print(json.dumps(message), file=self._lines, flush=True)


def stop_at_end(descriptor: int) -> None:
    """Wait for the end of `descriptor`, then ask our own process to stop."""
    while os.read(descriptor, 1024):
        pass
    signal.raise_signal(signal.SIGTERM)
