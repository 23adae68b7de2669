"""One writer a cassette: whoever comes second is told so, before anything is written."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from .errors import CassetteError


def beside(path: Path) -> Path:
    """The file that is locked."""
    return path.with_name(path.name + ".lock")


class InUse(CassetteError):
    """Another holds the lock."""


class WriterLock:
    """Held from when it is made until `release`, or until the process ends, however it ends.

    A file beside the cassette, since closing any handle of the cassette itself would drop the locks that
    SQLite has on it. Raises InUse where another holds it, also in this process, and CassetteError where it
    cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = beside(path)
        while not self._taken(path):
            pass

    def _taken(self, path: Path) -> bool:
        """False where the file that was locked is none any more: its owner took it away meanwhile."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as failure:
            raise CassetteError(path, f"cannot be written: {failure.strerror}") from failure
        try:
            lock(self._file)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(self._file), os.stat(self.path)):
                    return True
        except OSError:
            os.close(self._file)
            raise InUse(path, "is being recorded by another; it takes one writer at a time") from None
        os.close(self._file)
        return False

    def release(self) -> None:
        """Let the next one write. May be called again."""
        if self._file < 0:
            return
        if sys.platform != "win32":  # there nobody can take away a file that is open
            self.path.unlink(missing_ok=True)
        os.close(self._file)
        self._file = -1
        if sys.platform == "win32":
            with suppress(OSError):  # the next one has it open
                self.path.unlink()


if sys.platform == "win32":
    import msvcrt

    def lock(file: int) -> None:
        """Raises OSError where another has it."""
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def lock(file: int) -> None:
        """Raises OSError where another has it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
