"""What a process of pytest has of the plugin: started when a test asks for the proxy, stopped at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from .environment import Environment

if TYPE_CHECKING:
    from .handles import Fakeai
    from .play import Loaded, Play
    from .running import Running
    from .stage import Stage
    from .tapes import Tapes
    from .wish import Asked

RUN = "fakeai_run"
"""What a worker is told: the folder of the run."""


class Session:
    """One a process; with pytest-xdist one in each worker and one, without tests, in the controller."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.environment = config, Environment()
        self.before = dict(os.environ)
        """The environment without the proxy."""
        self.given: dict[str, Any] = {}
        """Settings for every test, of `pytest_recording_configure`."""
        self.running: Running | None = None
        """The test that runs behind the proxy."""
        self._open = ExitStack()

    @property
    def is_worker(self) -> bool:
        return hasattr(self.config, "workerinput")

    @cached_property
    def folder(self) -> Path:
        """Of the plugin, kept between runs; without pytest's cache a temporary one."""
        cache = getattr(self.config, "cache", None)
        if cache is None:
            return Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="fakeai-proxy-")))
        return Path(cache.mkdir("fakeai"))

    @cached_property
    def run(self) -> Path:
        """Of what is recorded in this run, the same in all workers."""
        given = getattr(self.config, "workerinput", {}).get(RUN)
        if given:
            return Path(given)
        path = Path(tempfile.gettempdir(), f"fakeai-proxy-{uuid4().hex[:12]}")
        self._open.callback(shutil.rmtree, path, ignore_errors=True)
        return path

    @cached_property
    def tapes(self) -> Tapes:
        from .tapes import Tapes

        return Tapes(self.folder / "db", self.run)

    @cached_property
    def loaded(self) -> Loaded:
        """Settings of tests: fakeai.toml in the root folder of pytest, and the environment."""
        from .play import Loaded

        file = self.config.rootpath / "fakeai.toml"
        return Loaded(file if file.is_file() else None, self.before)

    @cached_property
    def stage(self) -> Stage:
        """Behind the proxy, which listens from now on. Raises SettingsError."""
        return self._started[0]

    @cached_property
    def fakeai(self) -> Fakeai:
        """The proxy, started. Raises SettingsError."""
        return self._started[1]

    @cached_property
    def _started(self) -> tuple[Stage, Fakeai]:
        with warnings.catch_warnings():  # of what mitmproxy imports, which users cannot help
            warnings.simplefilter("ignore")
            from .serving import serving

        return self._open.enter_context(serving(self.loaded, self.folder / "ca"))

    def begin(self, asked: Asked) -> Play:
        """Give `asked` the stage, and its environment. Raises SettingsError."""
        from fakeai_proxy.core.clock import SystemClock

        from .play import Play

        stage = self.stage
        play = Play(asked, self.loaded, self.given, self.tapes, SystemClock())
        stage.begin(play)
        self.lead(play)
        return play

    def lead(self, play: Play) -> None:
        """Clients that begin now are those of the test."""
        self.environment.set(self._leading(play, play.asked.scope))

    @contextmanager
    def outliving(self, fixture: str) -> Iterator[None]:
        """Clients that begin in the block are those of whatever test runs; only while one does."""
        assert self.running, "a test runs"
        play, stage = self.running.play, self.stage
        self.environment.set(self._leading(play, ""))
        stage.wide = fixture
        try:
            yield
        finally:
            stage.wide = ""
            self.lead(play)

    def end(self, play: Play) -> None:
        """All of `play` is over and written, and the environment as it was."""
        self.running = None
        self.environment.restore()
        try:
            play.close()
        finally:
            self.stage.end()

    def close(self) -> None:
        self._open.close()

    def _leading(self, play: Play, scope: str) -> Mapping[str, str]:
        from .serving import leading

        return leading(self.fakeai, play, scope, os.environ)
