"""kill -9 while recording: what was committed stays, and nothing is half there."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.core.clock import ManualClock
from tests.playbook import body

from .tape import ask, delta, opened, rows

VICTIM = [sys.executable, "-u", "-m", "tests.cassette.crash_victim"]


@pytest.mark.parametrize("lines", [1, 33])
def test_kill_while_recording(tmp_path, lines):
    path = tmp_path / "a.db"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": Path(__file__).parents[2]}
    with subprocess.Popen([*VICTIM, str(path)], **pipes, text=True) as victim:
        committed = [victim.stdout.readline() for _ in range(lines)]
        victim.kill()
    assert all(line.startswith("recorded POST /v1/chat/completions") for line in committed)
    with closing(opened(path)) as cassette:
        assert not cassette.sealed
        for number in range(lines):
            found = cassette.find(ask(str(number)))
            assert isinstance(found, Match)
            assert body(cassette.replay(found, 0)) == b"".join(delta(f"{number} {n}") for n in range(20))
    assert list(tmp_path.iterdir()) == [path]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    chunks = "SELECT count(*) FROM chunk WHERE interaction_id = i.id"
    whole = f"SELECT count(*) FROM interaction i WHERE ({chunks}) = 20"
    counts = rows(path, f"SELECT ({whole}), count(*) FROM match_key WHERE profile = 'exact@1'")
    assert counts == rows(path, "SELECT count(*), count(*) FROM interaction")
    with closing(Cassette.open(path, readonly=False, clock=ManualClock())) as cassette:
        assert not cassette.sealed
