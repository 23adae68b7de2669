"""The process that writes: `python -m fakeai_proxy.cassette.apart.child`, told by its standard input.

Frames in: open, capture, close. Lines of JSON out: what is lost, what is closed, what is to be logged.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from fakeai_proxy.cassette.backlog import Backlog
from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.redaction.rules import rules_of
from fakeai_proxy.cassette.redaction.settings import RedactionSettings
from fakeai_proxy.cassette.writing import Writing
from fakeai_proxy.core.clock import SystemClock

from . import frames

NICE = 10
"""Lower priority than the proxy's: where cores are few, its event loop goes first."""
BYTES = 32 * 2**20
LENGTH = 512
"""What may wait here; beyond that the pipe fills, and the proxy keeps it."""


class Desk:
    """One cassette that is written, on a thread of its own."""

    def __init__(self, number: int, out: Out, path: str, redact: str, rewrite: bool) -> None:
        self._number, self._out, self._told = number, out, 0
        self._opening = path, redact, rewrite
        self._outcome: str | None = None
        self.backlog: Backlog[Capture] = Backlog(BYTES, LENGTH)
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def close(self, outcome: str | None) -> None:
        """After all that was put before. outcome: None where nobody said that it is over."""
        self._outcome = outcome
        self.backlog.end()
        self.thread.join()

    def _run(self) -> None:
        path, redact, rewrite = self._opening
        rules = rules_of(RedactionSettings.model_validate_json(redact))
        try:
            writing = Writing(Path(path), SystemClock(), rules, rewrite=rewrite)
        except Exception as failure:
            self._refuse(str(failure))
            return
        while batch := self.backlog.take():
            writing.write(batch)
            self._tell(writing)
        if self._outcome is None:  # the proxy is gone: whoever opens the cassette next may be waiting for us
            writing.leave()
            return
        writing.outcome = self._outcome
        writing.close()
        self._tell(writing)
        self._out.say("closed", self._number)

    def _tell(self, writing: Writing) -> None:
        if writing.lost > self._told:
            self._out.say("lost", self._number, writing.lost - self._told, writing.failed)
            self._told = writing.lost

    def _refuse(self, why: str) -> None:
        while batch := self.backlog.take():
            self._out.say("lost", self._number, len(batch), why)
        self._out.say("closed", self._number)


class Out(logging.Handler):
    """Lines of JSON to the proxy, from any thread."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__()
        self._target, self._turn = target, threading.RLock()

    def say(self, *told: Any) -> None:
        """A proxy that is gone hears nothing, and what it sent is written all the same."""
        with self._turn, suppress(OSError):
            self._target.write(json.dumps(told).encode() + b"\n")
            self._target.flush()

    def emit(self, record: logging.LogRecord) -> None:
        self.say("log", record.name, record.levelno, record.getMessage())


def main(source: IO[bytes], target: IO[bytes]) -> None:
    """Until the end of `source`. What was not closed before is not sealed."""
    out = Out(target)
    logging.getLogger("fakeai_proxy").addHandler(out)
    desks: dict[int, Desk] = {}
    while heard := frames.read(source):
        (name, number, *told), bodies = heard
        match name:
            case "log":
                logging.getLogger("fakeai_proxy").setLevel(number)
            case "open":
                desks[number] = Desk(number, out, *told)
            case "capture":
                capture = frames.put_together(tuple(told), bodies)
                desks[number].backlog.put(capture, capture.size)
            case "close":
                desks.pop(number).close(*told)
    for desk in desks.values():
        desk.close(None)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(NICE)
    main(sys.stdin.buffer, sys.stdout.buffer)
