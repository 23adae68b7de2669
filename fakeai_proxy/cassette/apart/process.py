"""The proxy's end of the process that writes."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import IO, Any

import fakeai_proxy

from . import frames
from .outgoing import Outgoing

COMMAND = (sys.executable, "-P", "-m", "fakeai_proxy.cassette.apart.child")
GATHERED = 0.1
"""Seconds from when something is there until it is sent: several at once disturb the event loop less."""
QUIET = 5
"""Times in a row that nothing was there, until there is time for what was put off."""
WRITE, SETTLE = (b"".join(frames.frame((name, 0))) for name in ("write", "settle"))
ENDED = "the process that writes cassettes has ended"

Heard = Callable[..., None]
"""Called with what the process says of one cassette, its name first, on a thread of this side."""


class Process:
    """One for all cassettes of a proxy. It is started with the first, and ends with the last."""

    def __init__(self) -> None:
        self._numbers = count()
        self._running: Running | None = None
        self._users = 0
        self._changed = threading.Lock()

    def join(self, heard: Heard) -> tuple[int, Running]:
        """A number for one more cassette, and the process that takes it. Raises OSError."""
        with self._changed:
            if self._running is None or self._running.ended.is_set():
                self._running = Running()
                self._users = 0
            self._users += 1
            number = next(self._numbers)
            self._running.listeners[number] = heard
            return number, self._running

    def part(self, number: int, running: Running) -> None:
        """That cassette is closed."""
        with self._changed:
            running.listeners.pop(number, None)
            if running is self._running:
                self._users -= 1
                if not self._users:
                    self._running = None
                    running.close()


class Running:
    """The process while it runs. `send` from any thread; it never waits."""

    def __init__(self) -> None:
        self.listeners: dict[int, Heard] = {}
        self.ended = threading.Event()
        self._outgoing = Outgoing(WRITE)
        self.offer = self._outgoing.offer
        self._child = _started()
        self._threads = [
            threading.Thread(target=run, args=(pipe,), name="cassette-pipe", daemon=True)
            for run, pipe in ((self._feed, self._child.stdin), (self._hear, self._child.stdout))
        ]
        self.tell("log", logging.getLogger("fakeai_proxy").getEffectiveLevel())
        for thread in self._threads:
            thread.start()

    def tell(self, *head: Any) -> None:
        """Something short; in its order, and never dropped. Raises ValueError when the process has ended."""
        self._outgoing.tell(frames.frame(head))

    def close(self) -> None:
        """Once all is said."""
        self._outgoing.end()
        for thread in self._threads:
            thread.join()
        self._child.wait()

    def _feed(self, pipe: IO[bytes]) -> None:
        try:
            with pipe:
                while self._outgoing.pour(pipe.write, GATHERED):
                    pipe.flush()
                    if not self._outgoing.fills(QUIET, GATHERED):
                        pipe.write(SETTLE)
                        pipe.flush()
        except OSError:
            self._outgoing.end()

    def _hear(self, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                kind, name, *told = json.loads(line)
                if kind == "log":
                    logging.getLogger(name).log(*told)
                elif name in self.listeners:
                    self.listeners[name](kind, *told)
        self.ended.set()
        for heard in [*self.listeners.values()]:
            heard("ended")


def _started() -> subprocess.Popen[bytes]:
    """Out of reach of the terminal's Ctrl-C: it ends when its proxy is done, or gone."""
    root = str(Path(fakeai_proxy.__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        **apart,
    )
