"""The proxy in a process of its own, so that neither can take the other down."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import rich_click as click

from fakeai_proxy.core.errors import SettingsError

USAGE = 2
"""Exit code of a proxy whose settings are refused."""
PATIENCE = 10.0
"""Seconds a proxy may take to stop."""


class ProxyProcess:
    """`fakeai-proxy run ARGUMENTS` for the length of a `with`; it listens when that begins."""

    def __init__(
        self, arguments: Sequence[str], log: Path, *, folder: Path | None = None, environ: Mapping[str, str]
    ) -> None:
        self.arguments, self.log, self.folder, self.environ = arguments, log, folder, environ
        self.seen: Mapping[str, int] = {}
        """Requests by the source of their reply, known after the end."""

    def __enter__(self) -> Self:
        # -P: a file of the user's folder that is named like a module of ours must not be imported.
        command = [sys.executable, "-P", "-m", "fakeai_proxy", "run", "--supervised", *self.arguments]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self.folder,
                env=dict(self.environ),
                start_new_session=True,  # ^C is for the command we run, not for its proxy
            )
        try:
            listening = self._heard()
        except BaseException:
            self.stop()
            raise
        if "proxy" not in listening:
            self.stop()
            raise self._failure()
        self.proxy, self.reverse = listening["proxy"], listening["reverse"]
        self.metrics = listening["metrics"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.alive:
            self._process.send_signal(number)

    def stop(self) -> None:
        """Ask it to stop, wait until it is gone, and hear what it had to say."""
        assert self._process.stdin
        assert self._process.stdout
        if self._process.stdin.closed:
            return
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.seen = self._heard().get("seen", {})
        self._process.stdout.close()

    def last_words(self, lines: int = 1) -> list[str]:
        """The last lines of its log."""
        return self.log.read_text("utf-8", "replace").strip().splitlines()[-lines:]

    def _failure(self) -> Exception:
        """Why it does not listen, in its own words; what it exits with tells which kind it is."""
        [said] = self.last_words() or ["the proxy did not start"]
        kind = SettingsError if self._process.returncode == USAGE else click.ClickException
        return kind(said.removeprefix("fakeai-proxy: "))

    def _heard(self) -> dict[str, Any]:
        """Its next report; nothing when it is gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return json.loads(line) if line else {}
