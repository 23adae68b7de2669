from __future__ import annotations

import io
import sys

import pytest

from fakeai_proxy.cli.cassette.progress import MANY, progress


def test_nothing_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("exporting", MANY) as tick:
        tick()
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("total", "shown"), [(MANY, True), (None, True), (MANY - 1, False)])
def test_a_bar_for_long_work(monkeypatch: pytest.MonkeyPatch, total: int | None, shown: bool) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress("exporting", total) as tick:
        tick()
    assert ("exporting" in terminal.getvalue()) == shown
