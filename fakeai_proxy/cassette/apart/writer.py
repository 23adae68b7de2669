"""A Writer whose work is done in another process."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from fakeai_proxy.cassette.backlog import OVER
from fakeai_proxy.cassette.database import recover
from fakeai_proxy.cassette.errors import CassetteError
from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.lock import WriterLock
from fakeai_proxy.cassette.redaction.rules import Rules, default_rules
from fakeai_proxy.cassette.writer import FULL
from fakeai_proxy.cassette.writing import Writing
from fakeai_proxy.core.clock import Clock

from .frames import captured
from .process import ENDED, Process, Running

logger = logging.getLogger(__name__)


class WriterApart:
    """As `Writer`: opens, or makes, the cassette at once. The process is asked for with the first capture."""

    def __init__(
        self,
        process: Process,
        path: Path,
        clock: Clock,
        rules: Rules | None = None,
        *,
        rewrite: bool = False,
        max_age: float | None = None,
    ) -> None:
        self.path, self._process, self._rewrite = path, process, rewrite
        self._rules = rules or default_rules()
        self._lock = WriterLock(path)
        try:
            self._opened = Writing(path, clock, self._rules, rewrite=rewrite, max_age=max_age)
        except BaseException:
            self._lock.release()
            raise
        self._number = 0
        self._running: Running | None = None
        self._outcome = ""
        self._closing = False
        self._submitting = threading.Lock()
        self._closed = threading.Event()

    @property
    def failed(self) -> str | None:
        """Why a recording was first lost."""
        return self._opened.failed

    @property
    def lost(self) -> int:
        """How many recordings were."""
        return self._opened.lost

    def submit(self, capture: Capture) -> None:
        """Hand over one recording; never waits, but for the first, that starts the process."""
        with self._submitting:
            refusal = self._refusal(capture)
        if refusal:
            self._opened.lose(refusal)

    def _refusal(self, capture: Capture) -> str | None:
        if self._closing:
            return OVER
        try:
            running = self._running or self._begun()
            room = running.offer(captured(self._number, capture))
        except (OSError, ValueError):
            return ENDED
        return None if room else FULL

    def judge(self, outcome: str) -> None:
        """How the session went: `passed`, or `failed`, which stays."""
        self._outcome = "failed" if "failed" in (outcome, self._outcome) else outcome

    def close(self) -> None:
        """Wait until what is queued is written, the cassette sealed and left as one plain file."""
        with self._submitting:
            self._closing = True
        if self._running is None:
            self._opened.close()
        else:
            self._end(self._running)
        self._lock.release()
        self._recover()
        if self.lost:
            logger.error("%s: %d recordings were lost (%s)", self.path, self.lost, self.failed)

    def _begun(self) -> Running:
        self._number, self._running = self._process.join(self._heard)
        self._opened.leave()
        redact = self._rules.settings.model_dump_json()
        self._running.tell("open", self._number, str(self.path.absolute()), redact, self._rewrite)
        return self._running

    def _end(self, running: Running) -> None:
        try:
            running.tell("close", self._number, self._outcome)
        except ValueError:
            self._closed.set()
        self._closed.wait()
        self._process.part(self._number, running)

    def _recover(self) -> None:
        """What a process that was killed has left."""
        try:
            recover(self.path)
        except CassetteError as failure:
            logger.warning("%s", failure)

    def _heard(self, what: str, *told: object) -> None:
        if what == "lost":
            count, why = told
            self._opened.lost += int(str(count))
            self._opened.failed = self._opened.failed or str(why)  # it is in the log already
        elif what == "ended" and not self._closed.is_set():
            self._opened.lose(ENDED)
            self._closed.set()
        elif what == "closed":
            self._closed.set()
