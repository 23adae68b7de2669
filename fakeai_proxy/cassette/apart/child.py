"""The process that writes: `python -m fakeai_proxy.cassette.apart.child`, told by its standard input.

Frames in: open, capture, write (all that has come), settle (nothing more comes for now), close.
Lines of JSON out: lost, closed, log.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.redaction.rules import rules_of
from fakeai_proxy.cassette.redaction.settings import RedactionSettings
from fakeai_proxy.cassette.writing import Writing
from fakeai_proxy.core.clock import SystemClock

from . import frames

NICE = 10
"""Lower priority than the proxy's: where cores are few, its event loop goes first."""

GARBAGE = 50_000
"""Containers made before a search for cycles. Recordings have none, and are gone after each batch."""


class Desk:
    """One cassette that is written."""

    def __init__(self, number: int, out: Out, path: str, redact: str, rewrite: bool) -> None:
        self._number, self._out, self._told = number, out, 0
        self._waiting: list[Capture] = []
        rules = rules_of(RedactionSettings.model_validate_json(redact))
        self._why = ""
        try:
            self._writing = Writing(Path(path), SystemClock(), rules, rewrite=rewrite)
        except Exception as failure:
            self._why = str(failure)

    def put(self, capture: Capture) -> None:
        """It is written with what comes together with it."""
        self._waiting.append(capture)

    def write(self) -> None:
        """All that waits, in one transaction."""
        if self._why:
            self._lose(len(self._waiting), self._why)
        elif self._waiting:
            self._writing.write(self._waiting)
            self._lose(self._writing.lost - self._told, self._writing.failed)
            self._told = self._writing.lost
        self._waiting.clear()

    def settle(self) -> None:
        """There is time for what was put off."""
        if not self._why:
            self._writing.settle()

    def close(self, outcome: str | None) -> None:
        """outcome: None where nobody said that it is over."""
        self.write()
        if self._why:
            self._out.say("closed", self._number)
        elif outcome is None:  # the proxy is gone: whoever opens the cassette next may be waiting for us
            self._writing.leave()
        else:
            self._writing.outcome = outcome
            self._writing.close()
            self._lose(self._writing.lost - self._told, self._writing.failed)
            self._out.say("closed", self._number)

    def _lose(self, count: int, why: str | None) -> None:
        if count:
            self._out.say("lost", self._number, count, why)


class Out(logging.Handler):
    """Lines of JSON to the proxy."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__()
        self._target = target

    def say(self, *told: Any) -> None:
        """A proxy that is gone hears nothing, and what it sent is written all the same."""
        with suppress(OSError):
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
                desks[number].put(frames.put_together(told, bodies))
            case "write":
                for desk in desks.values():
                    desk.write()
            case "settle":
                for desk in desks.values():
                    desk.settle()
            case "close":
                desks.pop(number).close(*told)
    for desk in desks.values():
        desk.close(None)


if __name__ == "__main__":
    gc.freeze()
    gc.set_threshold(GARBAGE)
    if hasattr(os, "nice"):
        os.nice(NICE)
    main(sys.stdin.buffer, sys.stdout.buffer)
