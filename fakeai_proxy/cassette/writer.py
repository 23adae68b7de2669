"""The one thread that writes. The event loop only ever appends to a bounded queue."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from fakeai_proxy.core.clock import Clock

from .backlog import Backlog
from .interaction import Capture
from .lock import WriterLock
from .redaction.rules import Rules, default_rules
from .writing import Writing

logger = logging.getLogger(__name__)

FULL = "the disk is slower than the traffic and the queue is full"


class Writer:
    """Opens (or makes) the cassette at once, and writes until `close`. Raises CassetteError."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        rules: Rules | None = None,
        *,
        rewrite: bool = False,
        max_age: float | None = None,
    ) -> None:
        self.path = path
        self._lock = WriterLock(path)
        try:
            self._writing = Writing(path, clock, rules or default_rules(), rewrite=rewrite, max_age=max_age)
        except BaseException:
            self._lock.release()
            raise
        self._backlog: Backlog[Capture] = Backlog()
        self._thread = threading.Thread(target=self._run, name="cassette-writer", daemon=True)
        self._thread.start()

    @property
    def failed(self) -> str | None:
        """Why a recording was first lost."""
        return self._writing.failed

    @property
    def lost(self) -> int:
        """How many recordings were."""
        return self._writing.lost

    def submit(self, capture: Capture) -> None:
        """Queue one recording; never waits."""
        try:
            if not self._backlog.offer(capture, capture.size):
                self._writing.lose(FULL)
        except ValueError as failure:
            self._writing.lose(str(failure))

    def judge(self, outcome: str) -> None:
        """How the session went: `passed`, or `failed`, which stays."""
        self._writing.outcome = "failed" if "failed" in (outcome, self._writing.outcome) else outcome

    def close(self) -> None:
        """Write what is queued, seal the cassette and leave one plain file."""
        self._backlog.end()
        self._thread.join()
        self._lock.release()
        if self.lost:
            logger.error("%s: %d recordings were lost (%s)", self.path, self.lost, self.failed)

    def _run(self) -> None:
        while batch := self._backlog.take():
            self._writing.write(batch)
            self._writing.settle()
        self._writing.close()
