"""One test while it runs: what it asked, whether it passed, and what is told of it in the end."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from .handles import Tape
from .leaks import covers
from .names import readable
from .network import Guard, guarded

if TYPE_CHECKING:
    from .play import Play
    from .session import Session

QUIET = ("none", "synthesize")
"""Modes in which nothing goes upstream, so that the network may be blocked."""
SHOWN = 20
"""Misses and recordings that are named of one test."""


class UnusedRecordings(pytest.PytestWarning):
    """A test left recordings of its cassette unplayed."""


class Running:
    """From its first fixture on."""

    def __init__(self, session: Session, play: Play, allowed: list[str] | None) -> None:
        """allowed: hosts where the network is blocked; None where it is not."""
        self.session, self.play, self.tape = session, play, Tape(play)
        self.passed, self._told = True, 0
        self._open = ExitStack()
        self._open.callback(session.end, play)
        self._open.enter_context(guarded(self._guard(allowed)))

    def _guard(self, allowed: list[str] | None) -> Guard:
        from fakeai_proxy.proxy.in_thread import is_proxys

        mode, fakeai = self.play.mode, self.session.fakeai
        return Guard(
            allowed=allowed if mode in QUIET else None,
            always=fakeai.addresses,
            ours=covers(self.play.settings.hosts if mode != "off" else ()),
            is_proxys=is_proxys,
        )

    def missed(self) -> str:
        """What was not found since this was last asked; "" where all was."""
        scope, told = self.play.scope, self._told
        self._told = scope.counts["miss"]
        count = self._told - told
        if not count or self.play.asked.wish.allow_misses:
            return ""
        lines = [f"{one.asked}\n    {one.message}" for one in [*scope.misses][-count:][:SHOWN]]
        more = [f"and {count - SHOWN} more"] if count > SHOWN else []
        return "\n".join([self._first_line(count), *lines, *more, self._advice()])

    def lost(self) -> str:
        """Why it was not recorded, known when it is over; "" where all was."""
        return f"A recording could not be written: {self.play.lost}" if self.play.lost else ""

    def _first_line(self, misses: int) -> str:
        path = self.play.asked.path
        found = readable(path)
        where = f"not found in {found}" if found else f"asked, and there is no cassette {path}"
        stray = any(call.stray for call in self.play.calls.all)
        by = "; some came by a client that was made in an earlier test" if stray else ""
        return f"{misses} request{'s were' if misses > 1 else ' was'} {where} (mode {self.play.mode}{by}):"

    def _advice(self) -> str:
        mode = "new_episodes" if readable(self.play.asked.path) else "once"
        return f"To record: pytest --record-mode={mode} '{self.play.asked.nodeid}'"

    def end(self) -> None:
        """Everything of it is over. Called once."""
        self._open.close()

    def unused(self) -> str:
        """Which recordings were not played, where none should be left; "" where none is."""
        left = self.tape.unused if self.passed and self.play.mode == "none" else []
        if not left:
            return ""
        return "\n".join([f"{len(left)} not played of {self.play.asked.path}:", *left[:SHOWN]])

    def told(self) -> dict[str, Any]:
        """Of a test that is over: for a report, in JSON's types."""
        play = self.play
        return {
            "mode": play.mode,
            "cassette": str(play.asked.path) if play.taped else None,
            "tally": asdict(self.tape.counts),
            "misses": [{"asked": one.asked, "why": one.message} for one in [*play.scope.misses][:SHOWN]],
            "differing": [
                f"{one.asked}: {'; '.join(map(str, one.differences[:SHOWN]))}"
                for one in play.simulator.differences.last(None, SHOWN)
            ],
            "unused": self.tape.unused[:SHOWN] if play.mode == "none" else [],
            "shard": self._shard(),
        }

    def _shard(self) -> dict[str, str] | None:
        """What is to be written; None where nothing is, or the test did not pass."""
        play = self.play
        if play.shard is None or not self.passed or not play.recorded():
            return None
        return {
            "nodeid": play.asked.nodeid,
            "scope": play.asked.scope,
            "path": str(play.asked.path),
            "db": str(play.shard),
            "write": play.writes,
            "copied": str(play.copied or ""),
        }
