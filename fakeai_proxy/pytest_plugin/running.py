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
STRAY = " (by a client that was made in an earlier test)"
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
        calls = self.play.calls.all
        new = [call for call in calls[self._told :] if call.source == "miss"]
        self._told = len(calls)
        if not new or self.play.asked.wish.allow_misses:
            return ""
        lines = [f"{call.asked}{STRAY if call.stray else ''}\n    {call.said}" for call in new[:SHOWN]]
        more = [f"and {len(new) - SHOWN} more"] if len(new) > SHOWN else []
        return "\n".join([self._first_line(len(new)), *lines, *more, self._advice()])

    def _first_line(self, misses: int) -> str:
        path = self.play.asked.path
        found = readable(path)
        where = f"not found in {found}" if found else f"asked, and there is no cassette {path}"
        return f"{misses} request{'s were' if misses > 1 else ' was'} {where} (mode {self.play.mode}):"

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
            "misses": [
                {"asked": call.asked, "why": call.said} for call in play.calls.all if call.source == "miss"
            ][:SHOWN],
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
